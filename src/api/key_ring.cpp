// SPDX-License-Identifier: Apache-2.0
#include "key_ring.hpp"

#include <algorithm>

namespace parley {

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  // volatile: the compiler may not turn the loop into one that ends early.
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference =
        static_cast<unsigned char>(difference | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
  }
  return difference == 0;
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  const auto scheme = authorization.substr(0, kScheme.size());
  const bool bearer = std::equal(scheme.begin(), scheme.end(), kScheme.begin(), [](char given, char wanted) {
    return given == wanted || (wanted != ' ' && given == wanted - 'a' + 'A');
  });
  if (!bearer) return {};
  auto token = authorization.substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

std::optional<OrganizationKey> organization_of(const std::vector<ApiKey>& keys, std::string_view token) {
  std::optional<OrganizationKey> found;
  if (token.empty()) return found;
  for (const auto& key : keys) {
    if (same_secret(key.key, token)) found = key.organization;
  }
  return found;
}

}  // namespace parley

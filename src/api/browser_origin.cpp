// SPDX-License-Identifier: Apache-2.0
#include "browser_origin.hpp"

#include <algorithm>

namespace parley {
namespace {

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

std::string lowered(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(), lower);
  return copy;
}

std::string without_port(const std::string& host, std::string_view port) {
  return host.ends_with(port) ? host.substr(0, host.size() - port.size()) : host;
}

}  // namespace

bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& allowed) {
  if (origin.empty()) return true;
  const std::string asked = lowered(origin);
  const auto same = [&](const std::string& other) { return lowered(other) == asked; };
  if (std::any_of(allowed.begin(), allowed.end(), same)) return true;
  if (host.empty()) return false;
  struct Scheme {
    std::string_view name;
    std::string_view port;
  };
  for (const auto& scheme : {Scheme{"http://", ":80"}, Scheme{"https://", ":443"}}) {
    if (!asked.starts_with(scheme.name)) continue;
    return without_port(asked.substr(scheme.name.size()), scheme.port) == without_port(lowered(host), scheme.port);
  }
  return false;
}

}  // namespace parley

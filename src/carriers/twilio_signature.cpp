// SPDX-License-Identifier: Apache-2.0
#include "twilio_signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <set>
#include <vector>

#include "parley/core/sha256.hpp"

namespace parley {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string_view default_port(std::string_view scheme) { return scheme == "https" || scheme == "wss" ? ":443" : ":80"; }

// The URL as it stands, and with the port left out or added.
std::vector<std::string> port_variants(std::string_view url) {
  std::vector<std::string> variants{std::string(url)};
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return variants;
  const auto host = scheme_end + 3;
  const auto path = std::min(url.find_first_of("/?#", host), url.size());
  const auto authority = url.substr(host, path - host);
  const auto colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
  std::string other(url.substr(0, host));
  if (colon == std::string_view::npos) {
    other.append(authority).append(default_port(url.substr(0, scheme_end)));
  } else {
    other.append(authority.substr(0, colon));
  }
  variants.push_back(other.append(url.substr(path)));
  return variants;
}

std::string_view query_value(std::string_view url, std::string_view name) {
  const auto query = url.find('?');
  if (query == std::string_view::npos) return {};
  auto rest = url.substr(query + 1);
  while (!rest.empty()) {
    const auto part = rest.substr(0, rest.find('&'));
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') {
      return part.substr(name.size() + 1);
    }
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return {};
}

}  // namespace

std::string twilio_signature(std::string_view auth_token, std::string_view url, const FormFields& form) {
  std::string signed_text(url);
  const std::set<std::pair<std::string, std::string>> sorted(form.begin(), form.end());
  for (const auto& [name, value] : sorted) signed_text.append(name).append(value);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha1(), auth_token.data(), static_cast<int>(auth_token.size()), bytes_of(signed_text), signed_text.size(),
       digest.data(), &length);
  std::array<unsigned char, 64> base64{};
  const int written = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(length));
  return {base64.begin(), base64.begin() + written};
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  // Lengths are no secret: signatures and tokens of ours have one length each.
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool twilio_signed(std::string_view auth_token, std::string_view url, const FormFields& form,
                   std::string_view signature) {
  bool right = false;
  for (const auto& variant : port_variants(url)) {
    right = equal_in_constant_time(twilio_signature(auth_token, variant, form), signature) || right;
  }
  return right;
}

bool twilio_signed_body(std::string_view auth_token, std::string_view url, std::string_view body,
                        std::string_view signature) {
  const auto promised = query_value(url, "bodySHA256");
  const bool body_right = equal_in_constant_time(sha256_hex(body), promised);
  return twilio_signed(auth_token, url, {}, signature) && body_right;
}

}  // namespace parley

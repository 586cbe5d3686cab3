// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>

#include "redis/redis_url.hpp"

// Whatever stands in the setting: an address is one that hiredis and the kernel can be given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string url(reinterpret_cast<const char*>(data), size);
  const auto address = parley::parse_redis_url(url);
  if (!address) {
    if (address.error().message.empty()) std::abort();
    return 0;
  }
  if (address->path.empty() == address->host.empty()) std::abort();
  if (address->path.size() > 107 || address->port == 0) std::abort();
  for (const auto* text : {&address->path, &address->user, &address->password}) {
    if (text->find('\0') != std::string::npos && url.find('\0') == std::string::npos) std::abort();
  }
  return 0;
}

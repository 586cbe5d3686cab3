// SPDX-License-Identifier: Apache-2.0
#include "node_name.hpp"

#include <unistd.h>

#include <array>
#include <cctype>

#include "parley/store/key_file.hpp"

namespace parley {
namespace {

constexpr std::size_t kDigits = 8;
constexpr std::size_t kLongestHost = 40;

}  // namespace

Result<std::string> node_name(const std::string& state_dir) {
  auto key = load_or_make_key(state_dir + "/node.id");
  if (!key) return key;
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  std::string name;
  for (const char letter : std::string(host.data())) {
    if (name.size() == kLongestHost || letter == '.') break;
    name += std::isalnum(static_cast<unsigned char>(letter)) ? letter : '-';
  }
  return (name.empty() ? "node" : name) + "-" + key->substr(key->size() - kDigits);
}

}  // namespace parley

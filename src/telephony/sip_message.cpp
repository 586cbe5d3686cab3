// SPDX-License-Identifier: Apache-2.0
#include "sip_message.hpp"

#include "header_text.hpp"

namespace parley::sip {

const std::string* SipMessage::header(std::string_view name) const {
  for (const auto& header : headers) {
    if (same_token(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::vector<std::string_view> SipMessage::items(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const auto& header : headers) {
    if (!same_token(header.name, name)) continue;
    for (const auto item : split_list(header.value)) all.push_back(item);
  }
  return all;
}

}  // namespace parley::sip

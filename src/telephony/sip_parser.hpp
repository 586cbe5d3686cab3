// SPDX-License-Identifier: Apache-2.0
// Bytes to SipMessage, by libre's decoder (fuzzed clean); nothing of libre leaves this function.
#pragma once

#include <optional>
#include <string_view>

#include "sip_message.hpp"

namespace parley::sip {

// nullopt: no SIP message, or so broken that nobody could be answered.
std::optional<SipMessage> parse_message(std::string_view bytes);

}  // namespace parley::sip

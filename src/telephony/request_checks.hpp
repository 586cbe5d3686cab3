// SPDX-License-Identifier: Apache-2.0
// What makes a request unanswerable with anything but an error, in the order of RFC 3261 §8.2.
#pragma once

#include <optional>

#include "sdp.hpp"
#include "sip_message.hpp"
#include "sip_writer.hpp"

namespace parley::sip {

// Enough of a request that a response can find its way back.
bool is_answerable(const SipMessage& request);
// 400 for what contradicts itself.
std::optional<Reply> contradiction(const SipMessage& request);
// 405, 416, 420, 415 for what we do not speak.
std::optional<Reply> unsupported(const SipMessage& request);

Reply options_reply();                           // 200 with Allow, Accept and Supported
Reply unavailable(std::uint32_t retry_after_s);  // 503

// The session description that a message carries; `broken`: there is a body that is none.
struct SdpBody {
  std::optional<SdpDescription> description;
  bool broken = false;
};
SdpBody sdp_body(const SipMessage& message);

}  // namespace parley::sip

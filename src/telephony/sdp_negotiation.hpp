// SPDX-License-Identifier: Apache-2.0
// Offer and answer (RFC 3264) as functions of values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parley/telephony/call_offer.hpp"
#include "sdp.hpp"

namespace parley::sip {

// The audio stream of the peer's description that we can speak.
struct AudioChoice {
  std::size_t stream = 0;  // index among its m-lines
  NegotiatedAudio audio;   // direction already ours

  friend bool operator==(const AudioChoice&, const AudioChoice&) = default;
};

// First audio stream with a common codec, in the order of preference of the peer; nullopt when there is none.
std::optional<AudioChoice> choose_audio(const SdpDescription& theirs);

// What we do when the peer does `theirs`: hold is answered in kind (RFC 3264 §6.1).
MediaDirection mirrored(MediaDirection theirs);

// Everything of our SDP after the o= line.
std::string answer_body(const SdpDescription& offer, const AudioChoice& choice, const MediaAddress& local);
// `telephone_event`: payload number that is in use already, so that an offer later in the call does not move it.
std::string offer_body(const MediaAddress& local, std::optional<std::uint8_t> telephone_event);

// Adds v= and o=; the version grows exactly when the rest changed (RFC 3264 §5).
class SdpAuthor {
 public:
  explicit SdpAuthor(std::uint64_t session_id) : session_id_(session_id) {}
  std::string sign(const std::string& body, const MediaAddress& local);

 private:
  std::uint64_t session_id_;
  std::uint64_t version_ = 0;
  std::string last_;
};

}  // namespace parley::sip

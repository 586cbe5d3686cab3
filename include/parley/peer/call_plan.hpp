// SPDX-License-Identifier: Apache-2.0
// What a simulated caller is to do: whom to call, over what, and what to say in which order.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"
#include "parley/peer/impairment.hpp"

namespace parley::peer {

enum class CallerCodec : std::uint8_t { pcmu, pcma };
enum class CallerTransport : std::uint8_t { sip, sip_tcp, twilio, browser };

struct CallTarget {
  CallerTransport transport = CallerTransport::sip;
  std::string user;  // the number that is called
  std::string host;  // name or address
  std::uint16_t port = 5060;
  std::string path = {};  // of a WebSocket

  std::string uri() const;  // of SIP
  std::string url() const;  // of a WebSocket
  bool web_socket() const { return transport == CallerTransport::twilio || transport == CallerTransport::browser; }
  friend bool operator==(const CallTarget&, const CallTarget&) = default;
};

// "sip:demo@127.0.0.1:5060"; a `;transport=tcp` in it wins over `transport`.
// "ws://HOST:PORT/v1/twilio/media?number=demo", "ws://HOST:PORT/v1/browser", or "http://HOST:PORT" with the transport
// that adds the path; a path of a door wins.
Result<CallTarget> parse_target(std::string_view text, CallerTransport transport);

// Mono linear PCM at 8000 Hz; owned by every plan that plays it.
using Samples = std::shared_ptr<const std::vector<std::int16_t>>;

struct PlannedInput {
  enum class Kind : std::uint8_t { speech, digits, silence };
  Kind kind = Kind::silence;
  std::string label;                    // how the report names it
  Samples samples;                      // speech
  std::string digits;                   // 0-9, *, #, A-D
  std::chrono::milliseconds length{0};  // silence
  // Speech: sample behind the last voiced one, where the loudness rule of VoiceGate does not apply (noise mixed in).
  std::optional<std::size_t> speech_ends_at;

  static PlannedInput say(std::string label, Samples samples);
  static PlannedInput press(std::string digits);
  static PlannedInput wait(std::chrono::milliseconds length);
};

struct CallPlan {
  CallTarget target;
  CallerCodec codec = CallerCodec::pcmu;
  std::string from = "caller";  // user part of our own address
  std::string key;              // browser: the API key
  std::vector<PlannedInput> inputs;
  std::optional<std::chrono::milliseconds> barge_in;  // so long after the agent began to speak
  std::chrono::milliseconds agent_silence{700};       // quiet for so long: the agent has finished
  std::chrono::milliseconds longest_wait{10000};      // for the agent to say anything at all
  std::chrono::milliseconds answer_within{20000};     // then CANCEL
  double loss = 0;                                    // share of our packets that are not sent, 0–1
  std::chrono::milliseconds jitter{0};                // our packets are held back by 0 … jitter, evenly spread
  std::uint32_t seed = 1;                             // for loss and jitter
  std::optional<Impairment> through;                  // RTP of both directions goes through a bad network
  bool keep_audio = false;                            // fill CallReport::spoken and ::heard
};

}  // namespace parley::peer

// SPDX-License-Identifier: Apache-2.0
// What a simulated caller saw, on its own clock. Times count from the INVITE (or the first byte of another door).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::peer {

using CallTime = std::chrono::microseconds;

struct ReportedTurn {
  std::string input;
  std::optional<CallTime> started;        // first slot of the input was sent
  std::optional<CallTime> end_of_speech;  // the packet with the last voiced sample was sent
  std::optional<CallTime> reply_audio;    // first voiced sample that came back; before end_of_speech: cut off
  std::optional<CallTime> reply_end;      // behind the last voiced sample of the reply
  std::optional<CallTime> agent_stopped;  // speech over the agent: when it fell silent
  bool interrupted = false;               // the caller spoke again while this reply was sounding

  std::optional<CallTime> gap() const {
    if (!end_of_speech || !reply_audio) return std::nullopt;
    return *reply_audio - *end_of_speech;
  }
  bool cut_off() const { return gap() && *gap() < CallTime::zero(); }

  friend bool operator==(const ReportedTurn&, const ReportedTurn&) = default;
};

struct RtpCounts {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;  // different packets
  std::uint64_t lost = 0;
  double interarrival_p99_ms = 0;
  double interarrival_max_ms = 0;
  double send_lateness_p99_ms = 0;  // how far our own slots were from where they belong

  friend bool operator==(const RtpCounts&, const RtpCounts&) = default;
};

enum class CallOutcome : std::uint8_t { local, remote, failed };

struct CallReport {
  std::string call_id;  // X-Parley-Call-Id
  CallOutcome end = CallOutcome::failed;
  int sip_status = 0;   // final status of the INVITE; 0: none came
  std::string problem;  // why it failed, and what to do; empty otherwise
  std::optional<CallTime> answered;
  std::optional<CallTime> greeting_audio;  // from the answer to the first voiced sample
  std::optional<CallTime> greeting_end;
  bool greeting_interrupted = false;
  std::optional<CallTime> ended;
  std::vector<ReportedTurn> turns;
  RtpCounts rtp;
  // 8000 Hz, both from the answer on; empty unless CallPlan::keep_audio.
  std::vector<std::int16_t> spoken;
  std::vector<std::int16_t> heard;
};

}  // namespace parley::peer

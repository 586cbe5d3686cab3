// SPDX-License-Identifier: Apache-2.0
#include "report_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

Json milliseconds(const std::optional<peer::CallTime>& time) {
  if (!time) return nullptr;
  return std::llround(static_cast<double>(time->count()) / 1000.0);
}

double tenths(double value) { return std::round(value * 10) / 10; }

std::string_view name_of(peer::CallOutcome outcome) {
  switch (outcome) {
    case peer::CallOutcome::local:
      return "local";
    case peer::CallOutcome::remote:
      return "remote";
    case peer::CallOutcome::failed:
      break;
  }
  return "failed";
}

Json to_json(const peer::ReportedTurn& turn) {
  Json json;
  json["input"] = turn.input;
  json["started_ms"] = milliseconds(turn.started);
  json["end_of_speech_ms"] = milliseconds(turn.end_of_speech);
  json["reply_audio_ms"] = milliseconds(turn.reply_audio);
  json["gap_ms"] = milliseconds(turn.gap());
  json["reply_end_ms"] = milliseconds(turn.reply_end);
  json["interrupted"] = turn.interrupted;
  if (turn.agent_stopped) json["agent_stopped_ms"] = milliseconds(turn.agent_stopped);
  return json;
}

}  // namespace

Json to_json(const peer::CallReport& report) {
  Json json;
  json["call_id"] = report.call_id;
  json["answered_ms"] = milliseconds(report.answered);
  json["end"] = name_of(report.end);
  json["sip_status"] = report.sip_status;
  if (!report.problem.empty()) json["problem"] = report.problem;
  json["greeting_audio_ms"] = milliseconds(report.greeting_audio);
  json["greeting_end_ms"] = milliseconds(report.greeting_end);
  json["greeting_interrupted"] = report.greeting_interrupted;
  json["turns"] = Json::array();
  for (const auto& turn : report.turns) json["turns"].push_back(to_json(turn));
  json["ended_ms"] = milliseconds(report.ended);
  json["rtp"] = {{"sent", report.rtp.sent},
                 {"received", report.rtp.received},
                 {"lost", report.rtp.lost},
                 {"interarrival_p99_ms", tenths(report.rtp.interarrival_p99_ms)},
                 {"interarrival_max_ms", tenths(report.rtp.interarrival_max_ms)},
                 {"send_lateness_p99_ms", tenths(report.rtp.send_lateness_p99_ms)}};
  return json;
}

std::string to_text(const peer::CallReport& report) {
  std::ostringstream text;
  const auto put = [&text](std::string_view name, const std::optional<peer::CallTime>& time) {
    text << name;
    if (time) {
      text << std::llround(static_cast<double>(time->count()) / 1000.0) << " ms";
    } else {
      text << "-";
    }
  };
  if (!report.problem.empty()) text << "call failed: " << report.problem << '\n';
  put("answered after ", report.answered);
  put(", greeting audio after ", report.greeting_audio);
  text << ", call " << (report.call_id.empty() ? "without an id" : report.call_id) << '\n';
  for (const auto& turn : report.turns) {
    text << "  " << turn.input << '\n';
    put("    end of speech ", turn.end_of_speech);
    put(", reply ", turn.reply_audio);
    put(", gap ", turn.gap());
    put(", until ", turn.reply_end);
    text << (turn.interrupted ? ", interrupted\n" : "\n");
  }
  text << "ended: " << name_of(report.end) << ", SIP status " << report.sip_status << "; RTP sent " << report.rtp.sent
       << ", received " << report.rtp.received << ", lost " << report.rtp.lost << '\n';
  return text.str();
}

}  // namespace parley::commands

// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_record.hpp"

namespace parley {

std::string_view to_string(CallEnd end) {
  switch (end) {
    case CallEnd::caller_hung_up:
      return "caller_hung_up";
    case CallEnd::agent_finished:
      return "agent_finished";
    case CallEnd::transferred:
      return "transferred";
    case CallEnd::silence:
      return "silence";
    case CallEnd::no_media:
      return "no_media";
    case CallEnd::too_long:
      return "too_long";
    case CallEnd::rejected:
      return "rejected";
    case CallEnd::overload:
      return "overload";
    case CallEnd::shutdown:
      return "shutdown";
    case CallEnd::speech_lost:
      return "speech_lost";
    case CallEnd::bug:
      return "bug";
    case CallEnd::server_lost:
      return "server_lost";
  }
  return "bug";
}

std::optional<CallEnd> parse_call_end(std::string_view name) {
  for (int value = 0; value <= static_cast<int>(CallEnd::server_lost); ++value) {
    if (to_string(static_cast<CallEnd>(value)) == name) return static_cast<CallEnd>(value);
  }
  return std::nullopt;
}

std::string_view to_string(Kept kept) {
  switch (kept) {
    case Kept::memory:
      return "memory";
    case Kept::spool:
      return "spool";
    case Kept::database:
      break;
  }
  return "database";
}

}  // namespace parley

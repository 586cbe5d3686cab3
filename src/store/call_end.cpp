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
  }
  return "bug";
}

}  // namespace parley

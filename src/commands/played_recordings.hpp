// SPDX-License-Identifier: Apache-2.0
// Recordings that are played to an organization, each in a call of its own, and which patterns answered.
#pragma once

#include <string>
#include <vector>

#include "caller_voice.hpp"
#include "own_server.hpp"

namespace parley::commands {

struct Recording {
  std::string name;
  peer::Samples samples;
};

struct PlayedRecording {
  bool failed = false;                // no call or no record of it
  std::string heard;                  // everything that the record says was heard
  std::vector<std::string> patterns;  // that answered, in order
};

// One outcome a recording.
std::vector<PlayedRecording> play_recordings(const std::vector<Recording>& recordings, const OwnServer& server,
                                             const std::string& organization, std::size_t calls_at_a_time);

enum class Verdict { right, wrong, asked_again };
// right: that pattern answered and no other.
Verdict judge(const PlayedRecording& played, const std::string& pattern);

}  // namespace parley::commands

// SPDX-License-Identifier: Apache-2.0
#include "voice_warmer.hpp"

#include <string>
#include <utility>

#include "parley/dialogue/conversation.hpp"
#include "parley/dialogue/reply_text.hpp"

namespace parley {
namespace {

std::vector<std::string> repeated_speech(const OrganizationSnapshot& snapshot, WallTime now) {
  const Organization& organization = *snapshot;
  std::vector<std::string> texts{Conversation(snapshot, "").greeting(now).spoken};
  for (const auto& greeting : {organization.greeting, organization.after_hours_greeting}) {
    texts.push_back(pronounce(render_reply(greeting, organization, now), organization.pronunciations));
  }
  for (const auto& pattern : organization.patterns) {
    if (!pattern.active || mentions(pattern.reply, "last_reply")) continue;
    texts.push_back(pronounce(render_reply(pattern.reply, organization, now), organization.pronunciations));
  }
  // The conversation's own words: played through once, on a conversation of its own.
  Conversation rehearsal(snapshot, "");
  rehearsal.greeting(now);
  RouteDecision nothing;
  texts.push_back(rehearsal.heard("something else", nothing, now).spoken);
  texts.push_back(rehearsal.heard("something else", nothing, now).spoken);
  Conversation quiet(snapshot, "");
  quiet.greeting(now);
  texts.push_back(quiet.unheard(now).spoken);
  for (std::uint32_t i = 0; i <= organization.silence.prompts; ++i) texts.push_back(quiet.silence(now).spoken);
  texts.push_back(quiet.closing(Closing::shutdown, now).spoken);
  return texts;
}

}  // namespace

Task<void> warm_voices(VoiceCache& voices, std::vector<ServedOrganization> organizations, Clock& clock, Log log) {
  for (const auto& organization : organizations) {
    const auto texts = repeated_speech(organization.definition, clock.wall_now());
    for (const auto& text : texts) {
      if (text.empty()) continue;
      SpeechRequest request{organization.definition->voice, text, SampleRate::hz_8000};
      auto prepared = co_await voices.prepare(std::move(request));
      if (!prepared) {
        log.warning("voice.not_warmed", prepared.error().message,
                    {{"organization", organization.definition->key.value}});
        break;
      }
    }
  }
}

}  // namespace parley

// SPDX-License-Identifier: Apache-2.0
// Speaks what every caller will hear into the voice cache, before the first call asks for it.
#pragma once

#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/core/log.hpp"
#include "parley/speech/voice_cache.hpp"

namespace parley {

// References are to parts of the server that outlive the task.
Task<void> warm_voices(VoiceCache& voices, std::vector<ServedOrganization> organizations, Clock& clock, Log log);

}  // namespace parley

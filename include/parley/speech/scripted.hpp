// SPDX-License-Identifier: Apache-2.0
// An ear for load tests: whatever is said, the next example of the organization is heard, in turn. Costs next to
// nothing, so that what is measured is the rest of the server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parley/speech/recognizer.hpp"

namespace parley {

// With lines these are heard instead, by whichever call speaks next, from the first again after the last.
std::unique_ptr<Recognizer> create_scripted_recognizer(std::vector<std::string> lines = {});

}  // namespace parley

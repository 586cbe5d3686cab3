// SPDX-License-Identifier: Apache-2.0
// An ear for load tests: whatever is said, the next example of the organization is heard, in turn. Costs next to
// nothing, so that what is measured is the rest of the server.
#pragma once

#include <memory>

#include "parley/speech/recognizer.hpp"

namespace parley {

std::unique_ptr<Recognizer> create_scripted_recognizer();

}  // namespace parley

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pronouncing_dictionary.hpp"

namespace parley {

// flite's lexicon and letter-to-sound rules, in the phones of the acoustic model. Thread-safe.
LetterToSound flite_letter_to_sound();

}  // namespace parley

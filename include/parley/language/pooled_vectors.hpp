// SPDX-License-Identifier: Apache-2.0
// Vectors of an embedder that computes too long for a loop of calls, on a pool.
#pragma once

#include <memory>

#include "parley/async/blocking_pool.hpp"
#include "parley/async/clock.hpp"
#include "parley/encoder/embedder.hpp"
#include "parley/language/vector_source.hpp"

namespace parley {

// Costs nothing. Work that waits in the pool past its deadline is not begun (timed_out); of one request texts beyond
// the deadline are not computed. Owners of `embedder`: this, and whoever learns by it.
std::unique_ptr<VectorSource> create_pooled_vectors(std::shared_ptr<const Embedder> embedder, BlockingPool& pool,
                                                    Clock& clock);

}  // namespace parley

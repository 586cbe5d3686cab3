// SPDX-License-Identifier: Apache-2.0
#include "cache_meters.hpp"

#include <gtest/gtest.h>

#include "support/counted_meters.hpp"

namespace parley {
namespace {

TEST(CacheMetersOfUses, AreFiguresAndMetersAtOnce) {
  test::CountedMeters registry;
  const CacheMeters meters(registry);
  meters.of(CacheUse::audio).near_hits->add(3);
  meters.of(CacheUse::audio).shared_hits->add(2);
  meters.of(CacheUse::audio).entries->set(7);
  meters.near_tally()[place_of(CacheUse::audio)].bytes->add(100);
  meters.near_tally()[place_of(CacheUse::reply)].evicted->add(1);
  const auto audio = meters.figures(CacheUse::audio);
  EXPECT_EQ(audio.near_hits, 3U);
  EXPECT_EQ(audio.shared_hits, 2U);
  EXPECT_EQ(audio.entries, 7U);
  EXPECT_EQ(audio.bytes, 100U);
  EXPECT_EQ(audio.evicted, 0U);
  EXPECT_EQ(meters.figures(CacheUse::reply).evicted, 1U);
  EXPECT_EQ(registry.counter("parley_cache_hits_total", "", {{"use", "audio"}, {"tier", "near"}}).value(), 3U);
  EXPECT_EQ(registry.counter("parley_cache_hits_total", "", {{"use", "audio"}, {"tier", "shared"}}).value(), 2U);
}

}  // namespace
}  // namespace parley

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace parley {

// The vendor's log is a setting of each thread: call it on every thread that uses the vendor.
void quiet_sphinx();

}  // namespace parley

// SPDX-License-Identifier: Apache-2.0
// Calls that run now, here and on other instances, as one list.
#pragma once

#include <vector>

#include "parley/store/call_archive.hpp"

namespace parley {

// Calls of `archive` and of `others`, each once, newest first, one page of `query`. `others` know better than the
// database about calls that are not of `node`: one that they do not name, while they are whole, has ended.
CallPage unite_live(const CallQuery& query, const CallPage& archive, const std::vector<CallRecord>& others,
                    bool others_whole, const std::string& node);

}  // namespace parley

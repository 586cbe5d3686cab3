// SPDX-License-Identifier: Apache-2.0
// Whether a page of another site wants to use a browser's access to this server. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// `origin` and `host` are the headers Origin and Host. No Origin: no browser. Otherwise it has to be the host that was
// asked, by http or https, or one of `allowed`. Compares without case; default ports may be left out.
bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& allowed);

}  // namespace parley

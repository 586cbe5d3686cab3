// SPDX-License-Identifier: Apache-2.0
// The files of the page /try (src/api/page), embedded so that the binary needs nothing beside it.
#pragma once

#include <string_view>

namespace parley {

std::string_view try_html();
std::string_view try_css();
std::string_view try_js();
std::string_view call_js();
std::string_view microphone_js();
std::string_view links_js();
std::string_view turns_js();
std::string_view show_js();
std::string_view resampler_js();
std::string_view capture_js();
std::string_view player_js();
std::string_view icon_svg();

}  // namespace parley

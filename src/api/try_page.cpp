// SPDX-License-Identifier: Apache-2.0
#include "try_page.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "page_files.hpp"

namespace parley {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";

struct PageFile {
  std::string_view name;
  std::string_view type;
  std::string_view (*text)();
};

constexpr std::array<PageFile, 12> kFiles{{
    {"", kHtml, try_html},
    {"try.css", "text/css; charset=utf-8", try_css},
    {"try.js", kScript, try_js},
    {"call.js", kScript, call_js},
    {"microphone.js", kScript, microphone_js},
    {"links.js", kScript, links_js},
    {"turns.js", kScript, turns_js},
    {"show.js", kScript, show_js},
    {"resampler.js", kScript, resampler_js},
    {"capture.js", kScript, capture_js},
    {"player.js", kScript, player_js},
    {"icon.svg", "image/svg+xml", icon_svg},
}};

// Everything from this server and nothing inline; recordings are played from memory.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace

std::optional<HttpResponse> try_page(std::string_view file) {
  const auto found =
      std::find_if(kFiles.begin(), kFiles.end(), [&](const PageFile& candidate) { return candidate.name == file; });
  if (found == kFiles.end()) return std::nullopt;
  HttpResponse response(200, std::string(found->type), std::string(found->text()));
  auto& headers = response.headers;
  headers.add("Content-Security-Policy", kPolicy);
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  headers.add("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
  headers.add("Cross-Origin-Opener-Policy", "same-origin");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  headers.add("Cache-Control", "no-store");  // the page belongs to the binary that serves it
  return response;
}

}  // namespace parley

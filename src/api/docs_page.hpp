// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document for people: one page without scripts, made of the document alone.
#pragma once

#include <string>

#include "parley/net/http_message.hpp"

namespace parley {

std::string docs_html(const std::string& document);
HttpResponse docs_page(const std::string& document);
HttpResponse docs_stylesheet();

// Characters that mean something in HTML become references.
std::string escape_html(std::string_view text);

}  // namespace parley

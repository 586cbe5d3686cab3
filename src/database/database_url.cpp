// SPDX-License-Identifier: Apache-2.0
#include <libpq-fe.h>

#include <memory>
#include <string_view>

#include "parley/database/database.hpp"

namespace parley {
namespace {

using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Parsed parse(const std::string& url) {
  char* fault = nullptr;
  Parsed parsed(PQconninfoParse(url.c_str(), &fault), &PQconninfoFree);
  PQfreemem(fault);
  return parsed;
}

}  // namespace

// libpq's own words quote the URL, password and all: they are not repeated.
std::optional<std::string> check_database_url(const std::string& url) {
  if (url.empty()) return "the database's URL is empty; postgresql://ROLE@HOST/DATABASE is meant";
  const auto parsed = parse(url);
  if (!parsed) {
    return "the database's URL cannot be read; postgresql://ROLE:PASSWORD@HOST/DATABASE is meant, with %-codes for "
           "special characters";
  }
  return std::nullopt;
}

std::string role_of_database_url(const std::string& url) {
  const auto parsed = parse(url);
  for (const auto* one = parsed.get(); one && one->keyword; ++one) {
    if (one->val && std::string_view(one->keyword) == "user") return one->val;
  }
  return "";
}

}  // namespace parley

// SPDX-License-Identifier: Apache-2.0
#include <libpq-fe.h>

#include <memory>

#include "parley/database/database.hpp"

namespace parley {

// libpq's own words quote the URL, password and all: they are not repeated.
std::optional<std::string> check_database_url(const std::string& url) {
  if (url.empty()) return "the database's URL is empty; postgresql://ROLE@HOST/DATABASE is meant";
  char* fault = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(url.c_str(), &fault),
                                                                            &PQconninfoFree);
  PQfreemem(fault);
  if (!parsed) {
    return "the database's URL cannot be read; postgresql://ROLE:PASSWORD@HOST/DATABASE is meant, with %-codes for "
           "special characters";
  }
  return std::nullopt;
}

}  // namespace parley

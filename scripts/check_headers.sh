#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every public header compiles on its own, without warnings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile() {
  echo "#include \"${1#include/}\"" | g++ -std=c++20 -fsyntax-only -Iinclude -Wall -Wextra -Wshadow -Wconversion \
    -Wold-style-cast -Werror -DBOOST_ASIO_SEPARATE_COMPILATION -DBOOST_BEAST_SEPARATE_COMPILATION -xc++ - ||
    { echo "$1 does not stand alone"; return 1; }
}
export -f compile
find include -name '*.hpp' | sort | xargs -P "$(nproc)" -I{} bash -c 'compile {}' ||
  { echo 'a header misses an include; see above'; exit 1; }
echo "$(find include -name '*.hpp' | wc -l) headers stand alone"

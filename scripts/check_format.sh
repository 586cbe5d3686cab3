#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-format 14 over our own files; with --fix it writes them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
list() {
  find src include tests scripts \( -name '*.cpp' -o -name '*.hpp' -o -name '*.c' -o -name '*.h' \) -print0 | sort -z
}
if [ "${1-}" = --fix ]; then
  list | xargs -0 -r -P "$(nproc)" -n 16 clang-format-14 -i
  exit
fi
# One line a place is enough: the fix is a command.
found=$(list | xargs -0 -r -P "$(nproc)" -n 16 clang-format-14 --dry-run 2>&1 | sed -n 's/: warning: code should.*//p') || true
[ -z "$found" ] || { echo "$found"; echo 'run scripts/check_format.sh --fix'; exit 1; }

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy with the short list of .clang-tidy, every finding an error.
#   scripts/check_tidy.sh BUILD          every file of src
#   scripts/check_tidy.sh BUILD FILE...  these, e.g. those that a change touches
# A file that passed is not read again until it or a header it includes changes (BUILD/tidy).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(cd "${1:?usage: scripts/check_tidy.sh BUILD [FILE...]}" && pwd)
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/scripts/clang_database.py" "$build" "$work" | grep "^$root/src/" >"$work/files" || true
if [ $# -gt 0 ]; then realpath "$@" >"$work/files"; fi
passed=$build/tidy
mkdir -p "$passed"
# Any header of ours may matter to any file; hashing them all is cheaper than finding out which.
headers=$(cd "$root" && find include src -name '*.hpp' -print0 | sort -z | xargs -0 cat .clang-tidy | sha256sum)
export root work passed headers

tidy() {
  local key
  key=$({ echo "$headers"; cat "$1"; } | sha256sum | cut -c1-32)
  if [ -e "$passed/$key" ]; then return 0; fi
  clang-tidy-14 --quiet -p "$work" --config-file="$root/.clang-tidy" --header-filter="^$root/(src|include)/" "$1" \
    2>"$work/$key.err" || { grep -v ' generated\.$' "$work/$key.err"; return 1; }
  touch "$passed/$key"
}
export -f tidy
xargs -r -P "$(nproc)" -I{} bash -c 'tidy {}' <"$work/files" || { echo 'clang-tidy has findings, see above'; exit 1; }
echo "clang-tidy: $(wc -l <"$work/files") files are clean"

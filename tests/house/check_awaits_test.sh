#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check_awaits.sh must report exactly the lines of the sample that are marked, with their kind.
#   check_awaits_test.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# A project of one file, so that the script's own root is the temporary one.
mkdir -p "$tree/scripts" "$tree/src/sample" "$tree/build"
cp "$here/../../scripts/check_awaits.sh" "$here/../../scripts/clang_database.py" "$tree/scripts"
cp "$here/awaits_sample.txt" "$tree/src/sample/sample.cpp"
cat >"$tree/build/compile_commands.json" <<JSON
[{"directory": "$tree/build", "file": "$tree/src/sample/sample.cpp",
  "command": "/usr/bin/ccache /usr/bin/g++ -DX=1 -std=c++20 -include pch.hxx -fpch-preprocess -o s.o -c $tree/src/sample/sample.cpp"}]
JSON

expected=$(grep -nE '// bad: ' "$tree/src/sample/sample.cpp" |
  sed -E 's|^([0-9]+):.*// bad: (.*)|src/sample/sample.cpp:\1: \2|')
status=0
found=$("$tree/scripts/check_awaits.sh" "$tree/build" 2>"$tree/summary") || status=$?
found=$(sed -E -e 's/: an (aggregate) .*/: \1/' -e 's/: a (lambda) .*/: \1/' -e 's/(\?:) around.*/\1/' <<<"$found")
diff <(echo "$expected") <(echo "$found") || { echo 'expected (<) and found (>) differ'; exit 1; }
[ "$status" = 1 ] || { echo "exit status $status instead of 1"; exit 1; }
grep -q 'in 1 files' "$tree/summary"

# The file without its faults passes; one that clang cannot read does not.
sed -i '/bad: /d; /aggregate() {/,/^}/d; /^asio::awaitable<int> lambda/,/^}/d; /^asio::awaitable<int> cond/,/^}/d' \
  "$tree/src/sample/sample.cpp"
sed -i '/in_a_template/,/^}/d' "$tree/src/sample/sample.cpp"
sed -i '/^template <class Text>/d' "$tree/src/sample/sample.cpp"
"$tree/scripts/check_awaits.sh" "$tree/build" 2>/dev/null || { echo 'findings in a good file'; exit 1; }
echo 'asio::awaitable<int> broken() { co_return co_await unknown_name(); }' >>"$tree/src/sample/sample.cpp"
if "$tree/scripts/check_awaits.sh" "$tree/build" >/dev/null 2>&1; then
  echo 'a file that cannot be read passed'
  exit 1
fi
echo 'check_awaits finds what it must'

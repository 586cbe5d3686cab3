#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# g++ 12 destroys some temporaries twice when they stand in one statement with co_await (docs/adr/0005). Finds such
# statements: no aggregate {}, no lambda literal, no ?: beside an await.
#   scripts/check_awaits.sh BUILD          every file of src and tests that awaits
#   scripts/check_awaits.sh BUILD FILE...  these
# Prints FILE:LINE: what, and exits 1 when there is any. Drop this when the oldest supported compiler is g++ 13.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(cd "${1:?usage: scripts/check_awaits.sh BUILD [FILE...]}" && pwd)
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/scripts/clang_database.py" "$build" "$work" >"$work/files"
if [ $# -gt 0 ]; then realpath "$@" >"$work/files"; fi
# A file may await only through a template of a header of ours, so headers count through whoever includes them.
xargs -r grep -lE 'co_await|parley/async/' <"$work/files" >"$work/awaiting" || true

ours="isExpansionInFileMatching(\"^$root/(src|include|tests)/\"), expr().bind(\"all\")"
# What stands in the body of a lambda is another statement.
here='unless(hasAncestor(lambdaExpr(hasAncestor(expr(equalsBoundNode("all"))))))'
await="hasDescendant(coawaitExpr($here))"
cat >"$work/queries" <<QUERIES
set output diag
set bind-root false
match exprWithCleanups($ours, $await, hasDescendant(initListExpr($here).bind("braces")))
match exprWithCleanups($ours, $await, hasDescendant(lambdaExpr($here).bind("lambda")))
match conditionalOperator($ours, $await).bind("conditional")
QUERIES

query() {
  local report
  report=$(clang-query-14 -p "$work" -f "$work/queries" "$1" 2>&1) || true
  if grep -qE '(fatal )?error: ' <<<"$report"; then
    grep -m 3 -E 'error: ' <<<"$report" | sed 's/$/ (clang cannot read this file, so it was not checked)/'
  fi
  # `: || true`: a file without findings is the normal case.
  grep -oE '^/[^ ]+:[0-9]+:[0-9]+: note: "(braces|lambda|conditional)"' <<<"$report" || true
}
export -f query
export work

xargs -r -P "$(nproc)" -I{} bash -c 'query {}' <"$work/awaiting" >"$work/found"
sed -E -e "s|^$root/||" \
  -e 's/:[0-9]+: note: "braces"/: an aggregate {} in a statement that awaits/' \
  -e 's/:[0-9]+: note: "lambda"/: a lambda in a statement that awaits; name it on the line above/' \
  -e 's/:[0-9]+: note: "conditional"/: ?: around an await; use if/' "$work/found" | sort -u -t: -k1,1 -k2,2n
echo "awaits checked in $(wc -l <"$work/awaiting") files" >&2
[ ! -s "$work/found" ]

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs into an empty folder and runs what is there, away from the source tree.
#   install_test.sh BUILD VERSION
set -euo pipefail
build=$1 version=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

cmake --install "$build" --prefix "$prefix" >/dev/null
cd "$prefix"
for file in bin/parley share/parley/organizations/demo.yaml share/parley/domains/hotel.yaml share/doc/parley/LICENSE share/doc/parley/NOTICE; do
  [ -s "$file" ] || { echo "$file was not installed"; exit 1; }
done
said=$(bin/parley --version)
[[ $said =~ ^parley\ ${version//./\\.}\ \([0-9a-z.-]+\)$ ]] || { echo "--version says: $said"; exit 1; }
if bin/parley no-such-command >/dev/null 2>said; then
  echo 'a wrong command did not fail'
  exit 1
fi
[ -s said ] || { echo 'a wrong command failed silently'; exit 1; }
echo "$said"

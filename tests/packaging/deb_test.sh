#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the Debian package from a build and looks at what is in it. It is installed for real by scripts/check_docker.
#   deb_test.sh BUILD VERSION
set -euo pipefail
build=$1 version=$2
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  printf 'deb_test: %s\n' "$@"
  exit 1
}

(cd "$build" && cpack -G DEB -B "$work/out") >"$work/log" 2>&1 || { tail -n 20 "$work/log"; fail 'cpack failed'; }
deb=$(echo "$work"/out/*.deb)
[[ $deb == */parley_"$version"_*.deb ]] || fail "the package is called $deb"
field() { dpkg-deb -f "$deb" "$1"; }
[ "$(field Version)" = "$version" ] || fail "version $(field Version)"
for package in pocketsphinx-en-us tzdata adduser libc6 libpocketsphinx3 libhiredis0.14 libpqxx-6.4; do
  [[ ", $(field Depends)," == *", $package"[,\ ]* ]] || fail "does not depend on $package: $(field Depends)"
done
if [[ $(field Depends) == *-dev* ]]; then fail "depends on a package for developers: $(field Depends)"; fi
if [[ $(field Depends) =~ postgresql|redis-server ]]; then fail 'serves without Postgres and Redis, and depends on them'; fi
[[ $(field Suggests) == *postgresql*redis-server* ]] || fail "suggests $(field Suggests)"

dpkg-deb -R "$deb" "$work/tree"
cd "$work/tree"
for file in usr/bin/parley usr/share/parley/organizations/demo.yaml usr/share/parley/domains/hotel.yaml \
  usr/share/parley/models/en-us-phone.mllr \
  usr/share/parley/default.yaml usr/share/doc/parley/LICENSE usr/share/doc/parley/NOTICE \
  lib/systemd/system/parley.service etc/parley/parley.yaml etc/parley/organizations/demo.yaml; do
  [ -s "$file" ] || fail "$file is missing"
done
# It is fetched where npm reaches its registry; what is fetched is packaged.
if [ -f "$source/.parley/models/use_lite.parley" ]; then
  cmp "$source/.parley/models/use_lite.parley" usr/share/parley/models/use_lite.parley || fail 'the sentence encoder is missing'
fi
strangers=$(find . -type f ! -path './usr/bin/parley' ! -path './usr/share/parley/*' ! -path './usr/share/doc/parley/*' \
  ! -path './etc/parley/*' ! -path './lib/systemd/system/parley.service' ! -path './DEBIAN/*')
[ -z "$strangers" ] || fail "holds what it should not: $strangers"
[ "$(find . ! -uid "$(id -u)" -o -perm -o+w ! -type l | wc -l)" = 0 ] || fail 'files that others may write'
# Whatever lies under /etc is the operator's: an upgrade asks before it replaces it.
[ "$(cd "$work/tree" && find etc -type f -printf '/%p\n' | sort)" = "$(sort DEBIAN/conffiles)" ] || fail 'conffiles and /etc differ'
for script in postinst prerm postrm; do
  [ -x "DEBIAN/$script" ] || fail "$script is not executable"
  sh -n "DEBIAN/$script"
done
if file usr/bin/parley | grep -q 'not stripped'; then fail 'the binary is not stripped'; fi

said=$(usr/bin/parley --version)
[[ $said == "parley $version ("* ]] || fail "--version says $said"
# The shipped configuration means what it says, and names what the package holds.
PARLEY_ORGANIZATIONS_DIR=etc/parley/organizations usr/bin/parley config check --config etc/parley/parley.yaml \
  >"$work/said" 2>&1 || { cat "$work/said"; fail 'its configuration is refused'; }
for place in /usr/share/parley/models /etc/parley/organizations; do
  grep -q "_dir: $place\$" etc/parley/parley.yaml || fail "the configuration does not name $place"
  [ -d ".$place" ] || fail "$place is not in the package"
done

if command -v systemd-analyze >/dev/null; then
  # verify wants the programs of a unit to be there.
  unit=$work/parley.service
  sed "s|^ExecStart=/usr/bin/parley|ExecStart=$work/tree/usr/bin/parley|" lib/systemd/system/parley.service >"$unit"
  warnings=$(systemd-analyze verify --man=no "$unit" 2>&1 | grep parley.service || true)
  [ -z "$warnings" ] || fail "systemd-analyze verify: $warnings"
  echo 'unit verified'
fi
cmp -s lib/systemd/system/parley.service "$source/config/parley.service" || fail 'the unit is not config/parley.service'
echo "$(basename "$deb"): $(stat -c %s "$deb") bytes"

#!/bin/sh
# Prints the folder that PgBouncer is in: the machine's own, or Debian's package, unpacked into .tools without being
# installed, as root or not. Exit code 3: it can't be had.
set -eu
cd "$(dirname "$0")/../.."

own=$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v pgbouncer || true)
[ -z "$own" ] || { dirname "$own"; exit 0; }

unpacked="$PWD/.tools/pgbouncer"
found() { [ -x "$unpacked/pgbouncer" ] && "$unpacked/pgbouncer" --version >/dev/null 2>&1; }
give_up() { echo "PgBouncer: $1" >&2; exit 3; }
LD_LIBRARY_PATH="$unpacked"
export LD_LIBRARY_PATH
if found; then echo "$unpacked"; exit 0; fi

command -v apt-get >/dev/null && command -v dpkg >/dev/null || give_up "not on this machine, and it has no Debian packages."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/packages"
as_anybody="-o APT::Sandbox::User= -o Dir::Cache=$work/cache -o Debug::NoLocking=1"

# Its libraries have other names in later releases; those that a release doesn't know are left out.
download() {
    for package in pgbouncer libc-ares2 libcares2 libevent-2.1-7 libevent-2.1-7t64; do
        (cd "$work/packages" && apt-get $as_anybody "$@" --quiet=2 download "$package" >/dev/null 2>&1) || true
    done
    ls "$work/packages/pgbouncer_"*.deb >/dev/null 2>&1
}
own_lists="-o Dir::State::lists=$work/lists"
download || {
    apt-get $as_anybody $own_lists --quiet=2 update >/dev/null 2>&1 || give_up "Debian's lists of packages can't be had."
    download $own_lists || give_up "Debian's package can't be had."
}
for package in "$work/packages/"*.deb; do dpkg -x "$package" "$work/root"; done
mkdir -p "$unpacked"
find "$work/root" \( -name pgbouncer -path '*/sbin/*' -type f -o -name 'lib*.so.*' \) -exec cp -L {} "$unpacked/" \;
found || give_up "what was unpacked doesn't run here."
echo "$unpacked"

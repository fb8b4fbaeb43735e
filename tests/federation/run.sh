#!/bin/sh
# Runs a script of this directory: `run.sh compose.js`. Brings along what that needs: the packages of package-lock.json,
# and the Node that web/node.sh finds or installs. Exit code 3: it can't be had.
set -eu
cd "$(dirname "$0")"

root=$(cd ../.. && pwd)
script=federation
. ../../web/node.sh

give_up() {
    echo "$1" >&2
    exit 3
}

# Standard output is the script's own.
find_node >&2 || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages >&2 || give_up "the npm packages could not be installed."
export APOLLO_TELEMETRY_DISABLED=1
[ $# -eq 0 ] || exec node "$@"

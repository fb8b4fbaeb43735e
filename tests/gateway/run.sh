#!/bin/sh
# Runs the gateway of deploy/gateway: `run.sh src/server.js`. Brings along the packages of its package-lock.json and the Node
# that web/node.sh finds or installs. Exit code 3: it can't be had.
set -eu
cd "$(dirname "$0")/../../deploy/gateway"

root=$(cd ../.. && pwd)
script=gateway
. ../../web/node.sh

give_up() {
    echo "$1" >&2
    exit 3
}

find_node >&2 || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages >&2 || give_up "the npm packages could not be installed."
[ $# -eq 0 ] || exec node "$@"

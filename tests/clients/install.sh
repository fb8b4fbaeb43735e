#!/bin/sh
# Installs the clients that these tests run, and writes down which Node runs them; does nothing when they are there.
# Uses the Node that web/node.sh finds or installs. When none can be had it says so and exits 0: the tests say so too.
set -eu
cd "$(dirname "$0")"

root=$(cd ../.. && pwd)
script=clients
. ../../web/node.sh

give_up() {
    rm -f node_modules/.node
    printf '\n*** clients: %s\n*** The tests of real clients will be skipped; all others run. Try again: make clients\n\n' "$1" >&2
    exit 0
}

find_node || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages || give_up "the npm packages could not be installed."
command -v node >node_modules/.node

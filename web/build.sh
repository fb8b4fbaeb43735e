#!/bin/sh
# Builds the browser's files into web/dist, and does nothing when they are up to date.
# Uses the Node that node.sh finds or installs. When none can be had it says so and exits 0, for the server works
# without; `--required` makes that exit 1.
set -eu
cd "$(dirname "$0")"

missing_exit=0
[ "${1:-}" = --required ] && missing_exit=1
root=$(cd .. && pwd)
apps="graphiql admin demo"
script=web
. ./node.sh

fingerprint() {
    find build.sh compress.mjs package.json package-lock.json tsconfig.base.json $apps ../schema/*/snapshot.graphql \
        ../clients/storefront/build ../clients/storefront/documents ../clients/storefront/src -type f |
        grep -v /generated/ |
        LC_ALL=C sort | xargs cksum | cksum
}

is_current() {
    [ -f dist/demo/index.html ] && [ "$(cat dist/.fingerprint 2>/dev/null)" = "$sources" ]
}

give_up() {
    printf '\n*** web: %s\n*** GraphiQL, the admin app and the demo shop will not be served; the APIs and everything else work. Try again: make web\n\n' "$1" >&2
    exit "$missing_exit"
}

sources=$(fingerprint)
is_current && exit 0
find_node || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
install_packages || give_up "the npm packages could not be installed."

echo "web: building"
# The demo shop is made with the storefront kit, whose types come from the schemas.
node ../clients/storefront/build/generate.mjs
rm -rf dist.new
node node_modules/gql.tada/bin/cli.js generate output -c admin/tsconfig.json >/dev/null
for app in $apps; do
    node node_modules/typescript/bin/tsc -p "$app" &
    types=$!
    (cd "$app" && node ../node_modules/vite/bin/vite.js build --logLevel warn --emptyOutDir --outDir "../dist.new/$app")
    wait "$types"
done
node compress.mjs dist.new
echo "$sources" >dist.new/.fingerprint
rm -rf dist
mv dist.new dist

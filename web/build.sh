#!/bin/sh
# Builds the browser's files into web/dist, and does nothing when they are up to date.
# Uses the Node that node.sh finds or installs. When none can be had it says so and exits 0, for the server works
# without; `--required` makes that exit 1.
set -eu
cd "$(dirname "$0")"

missing_exit=0
[ "${1:-}" = --required ] && missing_exit=1
root=$(cd .. && pwd)
script=web
. ./node.sh

fingerprint() {
    find build.sh package.json package-lock.json tsconfig.base.json graphiql demo ../clients/storefront/src ../clients/storefront/build \
        ../clients/storefront/documents ../schema/storefront/snapshot.graphql ../schema/admin/snapshot.graphql \
        -path '*/src/generated' -prune -o -type f -print |
        LC_ALL=C sort | xargs cksum | cksum
}

is_current() {
    [ -f dist/graphiql/index.html ] && [ -f dist/demo/index.html ] && [ "$(cat dist/.fingerprint 2>/dev/null)" = "$sources" ]
}

give_up() {
    printf '\n*** web: %s\n*** GraphiQL will not be served; the APIs and everything else work. Try again: make web\n\n' "$1" >&2
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
for app in graphiql demo; do
    node node_modules/typescript/bin/tsc -p "$app"
    (cd "$app" && node ../node_modules/vite/bin/vite.js build --logLevel warn --emptyOutDir --outDir "../dist.new/$app")
done
echo "$sources" >dist.new/.fingerprint
rm -rf dist
mv dist.new dist

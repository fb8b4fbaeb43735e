#!/bin/sh
# Builds the storefront kit into dist/, and does nothing when it is up to date.
# Its tools are the packages of web/; where they can't be had it says so and exits 0, for the server works without.
set -eu
cd "$(dirname "$0")"

root=$(cd ../.. && pwd)
script=kit
. ../../web/node.sh

fingerprint() {
    find build build.sh documents package.json src tsconfig.json ../../schema/*/snapshot.graphql \
        ../../web/package-lock.json -path src/generated -prune -o -type f -print |
        LC_ALL=C sort | xargs cksum | cksum
}

give_up() {
    printf '\n*** kit: %s\n*** The storefront kit is not built; everything else works. Try again: make web\n\n' "$1" >&2
    exit 0
}

sources=$(fingerprint)
[ "$(cat dist/.fingerprint 2>/dev/null)" = "$sources" ] && exit 0
find_node || give_up "no Node 20.19 or newer on this machine, and none could be installed from PyPI."
(cd ../../web && install_packages) || give_up "the npm packages could not be installed."

echo "kit: building"
node build/generate.mjs
rm -rf dist.new
node ../../web/node_modules/typescript/bin/tsc --outDir dist.new
node build/bundle.mjs dist.new
cp ../../LICENSE src/generated/persisted-documents.json dist.new/
echo "$sources" >dist.new/.fingerprint
rm -rf dist
mv dist.new dist

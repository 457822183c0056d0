#!/bin/sh
# What `make lighthouse` needs: Chromium, node and npm as the tests do, and Lighthouse itself.
set -eu
cd "$(dirname "$0")"
sh ../../tests/set-up.sh
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --silent --no-audit --no-fund --ignore-scripts
    touch node_modules/.package-lock.json
fi

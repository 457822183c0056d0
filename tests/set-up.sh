#!/bin/sh
# What the tests need beyond Python: Chromium for paper and pages, the C library its driver wants, node for the browser's
# arithmetic, npm for the SARIF schema. Installs what is missing. Chromium's headless shell, where there is a package of
# it, opens pages in half to a third of the time; without it the tests open them in Chromium itself.
set -eu
cd "$(dirname "$0")"
sh ../.ci/signing-tools
need=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need="$need chromium"
/sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || need="$need libatomic1"
command -v node >/dev/null || need="$need nodejs"
command -v npm >/dev/null || need="$need npm"
if [ -n "$need" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "tests: install these first, then run again: $need" >&2
        exit 2
    fi
    sudo=$(command -v sudo || true)
    [ "$(id -u)" -ne 0 ] || sudo=
    echo "tests: installing $need"
    $sudo apt-get update -qq
    # shellcheck disable=SC2086  a list of package names
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need fonts-dejavu-core >/dev/null
fi
if ! command -v chromium-headless-shell >/dev/null && command -v apt-get >/dev/null; then
    sudo=$(command -v sudo || true)
    [ "$(id -u)" -ne 0 ] || sudo=
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || $sudo apt-get update -qq || true
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        echo "tests: installing chromium-headless-shell"
        # Both are of one version, so that Chromium is brought along where it is a package.
        # shellcheck disable=SC2046  one word or none
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium-headless-shell $(command -v chromium >/dev/null && echo chromium) >/dev/null ||
            echo "tests: that failed, so Chromium itself opens the pages" >&2
    fi
fi
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --silent --no-audit --no-fund --ignore-scripts
    touch node_modules/.package-lock.json
fi

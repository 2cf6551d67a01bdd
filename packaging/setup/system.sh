#!/bin/sh
# Install the Debian packages of a purpose, or say which are missing.
#   packaging/setup/system.sh run        what the program needs
#   packaging/setup/system.sh test       what the tests need on top
#   packaging/setup/system.sh package    what building and testing installers needs on top
set -eu
here=$(dirname "$0")
wanted=$(sed -n "s/^run //p" "$here/debian-packages.txt")
purpose=${1:-run}
[ "$purpose" = run ] || wanted="$wanted $(sed -n "s/^$purpose //p" "$here/debian-packages.txt")"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "carinspect: this is not Debian or Ubuntu; if the window does not start, install the" \
         "Qt 6 system libraries (packaging/setup/debian-packages.txt names Debian's)." >&2
    exit 0
fi

missing=""
for package in $wanted; do
    state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "carinspect: installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # one word a package
    apt-get install -qq -y --no-install-recommends $missing >/dev/null
else
    echo "carinspect: please install these packages first:" >&2
    echo "    sudo apt-get install$missing" >&2
    exit 1
fi

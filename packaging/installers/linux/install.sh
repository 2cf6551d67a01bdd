#!/bin/sh
# Installs CarInspect for the user who runs it; no root is needed.
#   carinspect-VERSION.run                          into ~/.local
#   carinspect-VERSION.run -- --prefix DIR          elsewhere
# Installing again replaces the program; records, models and settings are left as they are.
set -eu

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) korean=yes ;; *) korean= ;; esac
say() { if [ -n "$korean" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
fail() { say "$1" "$2" >&2; exit 1; }

prefix=${HOME:?}/.local
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=${2:?}; shift 2 ;;
        --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
        *) fail "Unknown option: $1" "알 수 없는 옵션: $1" ;;
    esac
done
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac

here=$(cd "$(dirname "$0")" && pwd)
target=$prefix/lib/carinspect
mkdir -p "$prefix/lib" "$prefix/bin" "$prefix/share" 2>/dev/null ||
    fail "$prefix cannot be written: choose another folder with -- --prefix DIR." \
         "$prefix 에 쓸 수 없습니다. -- --prefix 폴더 로 다른 곳을 고르세요."
needed=$(du -sk "$here/program" | cut -f1)
free=$(df -Pk "$prefix/lib" | awk 'NR == 2 { print $4 }')
[ "$free" -gt "$needed" ] ||
    fail "$prefix has $((free / 1024)) MB free; $((needed / 1024)) MB are needed." \
         "$prefix 의 남은 공간은 $((free / 1024)) MB이고, $((needed / 1024)) MB가 필요합니다."

# Whole or not at all: what is there stays until the new program lies beside it.
new=$prefix/lib/.carinspect-new
rm -rf "$new"
trap 'rm -rf "$new"' EXIT
cp -R "$here/program" "$new"
cp "$here/uninstall.sh" "$new/uninstall.sh"
chmod 755 "$new/uninstall.sh"
if [ -e "$target" ]; then
    [ -x "$target/uninstall.sh" ] ||
        fail "$target is no CarInspect: move it away first." \
             "$target 은(는) CarInspect가 아닙니다. 먼저 옮겨 주세요."
    "$target/uninstall.sh" --quiet
fi
mv "$new" "$target"
trap - EXIT

ln -sf "$target/carinspect" "$prefix/bin/carinspect"
ln -sf "$target/uninstall.sh" "$prefix/bin/carinspect-uninstall"
(cd "$here/share" && find . -type f | sed 's|^\./||') > "$target/shared-files.txt"
while IFS= read -r file; do
    mkdir -p "$prefix/share/$(dirname "$file")"
    cp "$here/share/$file" "$prefix/share/$file"
done < "$target/shared-files.txt"
entry=$prefix/share/applications/carinspect.desktop
escaped=$(printf '%s\n' "$prefix/bin/carinspect" | sed 's/[&|\\]/\\&/g')
sed "s|^Exec=[^ ]*|Exec=\"$escaped\"|; s|^TryExec=.*|TryExec=$escaped|" "$entry" > "$entry.new"
mv "$entry.new" "$entry"
if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$prefix/share/applications" || true
fi

while read -r library package; do
    [ -n "$library" ] || continue
    if ! { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q "^[[:space:]]*$library "; then
        say "The window needs $library (Debian, Ubuntu: sudo apt-get install $package)." \
            "창을 열려면 $library 이(가) 필요합니다 (Debian, Ubuntu: sudo apt-get install $package)."
    fi
done < "$here/libraries.txt"

say "CarInspect is installed: $prefix/bin/carinspect" "CarInspect를 설치했습니다: $prefix/bin/carinspect"
say "Remove it with carinspect-uninstall; your records stay." \
    "제거하려면 carinspect-uninstall 을 실행하세요. 기록은 남습니다."
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) say "Log in again for the command “carinspect” to be found." \
           "“carinspect” 명령은 다시 로그인하면 사용할 수 있습니다." ;;
esac

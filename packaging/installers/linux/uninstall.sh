#!/bin/sh
# Removes the CarInspect that lies beside this file; records, models and settings stay.
set -eu

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) korean=yes ;; *) korean= ;; esac
say() { if [ -n "$korean" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

script=$(readlink -f "$0")
target=$(dirname "$script")
prefix=$(dirname "$(dirname "$target")")
[ -f "$target/carinspect" ] && [ -f "$target/shared-files.txt" ] || {
    say "There is no CarInspect in $target." "$target 에 CarInspect가 없습니다." >&2
    exit 1
}

while IFS= read -r file; do
    rm -f "$prefix/share/$file"
    # Folders that nobody else uses.
    (cd "$prefix/share" && rmdir -p "$(dirname "$file")" 2>/dev/null) || true
done < "$target/shared-files.txt"
for link in carinspect carinspect-uninstall; do
    case $(readlink "$prefix/bin/$link" || true) in
        "$target"/*) rm -f "$prefix/bin/$link" ;;
    esac
done
rm -rf "$target"
if command -v update-desktop-database >/dev/null 2>&1 && [ -d "$prefix/share/applications" ]; then
    update-desktop-database -q "$prefix/share/applications" || true
fi
[ "${1:-}" = --quiet ] && exit 0
records=${XDG_DATA_HOME:-$HOME/.local/share}/carinspect
say "CarInspect is removed. Your records are still in $records." \
    "CarInspect를 제거했습니다. 기록은 $records 에 그대로 있습니다."

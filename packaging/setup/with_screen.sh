#!/bin/sh
# Run a command on a virtual X screen of its own.
set -eu
unset QT_QPA_PLATFORM WAYLAND_DISPLAY
export QT_QPA_PLATFORM=xcb
exec xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24" "$@"

# The documents' fonts: built once per machine and user, in a cache outside the checkout, beside everything else.

FONTS=${XIAOHAO_FONTS_DIR:-$CACHE/fonts}
FONT_LOG=$CACHE/fonts.log
export XIAOHAO_FONTS_DIR="$FONTS"

fonts_stand() {
    "$VENV/bin/python" -m reports.fonts --ready "$FONTS"
}

# fonts_meanwhile: start the build and go on; it outlives this program, and a second one waits at its lock.
fonts_meanwhile() {
    fonts_stand && return 0
    mkdir -p "$CACHE"
    nohup "$VENV/bin/python" -m reports.fonts "$FONTS" </dev/null >>"$FONT_LOG" 2>&1 9>&- &
    echo "          公文字体正在后台制作，约需一两分钟（记录：$FONT_LOG）。备好之前，出具文书的地方会提示稍候。"
}

# fonts_now: wait until they stand. Tests that need them say so and are skipped where they cannot be had.
fonts_now() {
    fonts_stand && return 0
    step "制作公文字体（首次约一两分钟）" "$VENV/bin/python" -m reports.fonts "$FONTS" ||
        warn "字体没有备好：$(last_words)。出具文书的测试将跳过。"
}

# fonts_for_browsers: a browser on a machine without Chinese fonts takes ours, or its screenshots are all boxes.
fonts_for_browsers() {
    has fc-list && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] && return 0
    [ ! -f "$FONTS/fonts.conf" ] || export FONTCONFIG_FILE="$FONTS/fonts.conf"
}

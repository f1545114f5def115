# Libraries and tools of the system: by apt as root, unpacked into the cache for an ordinary user.

UNPACKED=$CACHE/debian
LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
TOOLS="chromium poppler-utils libatomic1 softhsm2"

# use_unpacked: let programs find what was unpacked for an ordinary user.
use_unpacked() {
    [ -d "$UNPACKED/usr" ] || return 0
    for place in "$UNPACKED"/lib/*-linux-gnu "$UNPACKED"/usr/lib/*-linux-gnu \
        "$UNPACKED"/usr/lib/*-linux-gnu/nss "$UNPACKED"/usr/lib/*-linux-gnu/pulseaudio; do
        [ ! -d "$place" ] || LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$place
    done
    PATH=$PATH:$UNPACKED/bin:$UNPACKED/usr/bin
    export LD_LIBRARY_PATH PATH
}

# prepare_libraries: what WeasyPrint loads. Without it the site works and only documents cannot be made.
prepare_libraries() {
    libraries_present && return 0
    # shellcheck disable=SC2086  # a list of names
    step "安装排版所需的系统库" provide $LIBRARIES && libraries_present && return 0
    warn "没有装上排版所需的系统库（$LIBRARIES）：$(last_words)"
    warn "网站照常启动，但暂时不能出具文书。请管理员用 apt-get install 安装上述软件包，再运行 ./run。"
}

libraries_present() {
    "$VENV/bin/python" -m reports.fonts.libraries >/dev/null 2>&1
}

# prepare_tools: what only the tests use. Tests that need one that is absent say so and are skipped.
prepare_tools() {
    tools_present && return 0
    # shellcheck disable=SC2086
    step "安装测试用的浏览器、PDF 工具与模拟密码设备（$TOOLS）" provide $TOOLS || {
        warn "没有装上 $TOOLS：$(last_words)"
        warn "需要它们的测试将跳过并说明原因。请管理员用 apt-get install 安装后再试。"
        return 0
    }
    wrap_chromium
}

# Playwright's own Node, which drives the browser, is linked against libatomic.
tools_present() {
    has chromium && has pdfsig && has pdftoppm && has softhsm2-util &&
        "$VENV/bin/python" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null
}

# provide PACKAGE…: make the packages' files usable, the way this user may.
provide() {
    if is_root && has apt-get; then
        install_packages "$@" || { apt-get update && install_packages "$@"; }
    else
        "$PYTHON" reports/fonts/debian.py --missing "$UNPACKED" "$@" && use_unpacked
    fi
}

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Debian's launcher looks for the browser in /usr/lib; an unpacked one stands elsewhere.
wrap_chromium() {
    [ -x "$UNPACKED/usr/lib/chromium/chromium" ] || return 0
    mkdir -p "$UNPACKED/bin"
    printf '#!/bin/sh\nexec "%s/usr/lib/chromium/chromium" "$@"\n' "$UNPACKED" >"$UNPACKED/bin/chromium"
    chmod +x "$UNPACKED/bin/chromium"
}

use_unpacked

# Tests, checks and measurements.

prepare_development() {
    alone
    prepare_python requirements-dev.lock
    together
}

# run_tests [--all] ARGUMENT…: all but the slow ones, unless --all comes first; the rest goes to pytest.
# Several processes share the work, a module staying with one of them; `-n 0` brings it back into one, for a debugger.
run_tests() {
    choice='not slow'
    if [ "${1-}" = --all ]; then
        choice=
        shift
    fi
    alone
    prepare_python requirements-dev.lock
    fonts_meanwhile
    prepare_libraries
    prepare_pages
    prepare_tools
    [ -n "$choice" ] || prepare_drill
    fonts_now
    fonts_for_browsers
    together
    exec "$VENV/bin/python" -m pytest -m "$choice" -n logical --maxprocesses 4 --dist loadscope "$@"
}

# prepare_rivals: what is only measured against; without it the measurement says so.
prepare_rivals() {
    rivals=$CACHE/bench
    export XIAOHAO_BENCH_PACKAGES="$rivals"
    stamped "$rivals/.locked" "$(fingerprint requirements-bench.lock)" && return 0
    step "安装用于比较的排版程序" install_aside requirements-bench.lock "$rivals" ||
        warn "没有装上：$(last_words)。测量时将说明没有比较。"
}

run_bench() {
    prepare_development >&2
    prepare_libraries >&2
    fonts_now >&2
    prepare_rivals >&2
    exec "$VENV/bin/python" -m bench "$@"
}

# run_checks: every check, even after one has failed, so that one run tells everything.
run_checks() {
    prepare_development
    failed=
    check "格式" ruff format --check .
    check "代码习惯" ruff check .
    check "类型" mypy
    check "分层" lint-imports
    check "模板" python scripts/check_templates.py
    [ -z "$failed" ] || stop "没有通过：$failed"
    echo "✓ 全部检查通过"
}

# run_words: the English catalogue, brought up to date with the texts of the site.
run_words() {
    prepare_development
    exec "$VENV/bin/python" -m webapp.language
}

# run_pictures: the pictures of README and user guide, taken anew from the demonstration city.
run_pictures() {
    alone
    prepare_python requirements-dev.lock
    fonts_meanwhile
    prepare_libraries
    prepare_pages
    prepare_tools
    fonts_now
    fonts_for_browsers
    together
    "$VENV/bin/python" -m tests.story.pictures || stop "没有拍成，原因见上。"
    echo "✓ 图片在 docs/images/，请逐张看过再提交"
}

# check NAME PROGRAM ARGUMENT…: a program of the environment; its name is kept when it fails.
check() {
    check_name=$1
    program=$VENV/bin/$2
    shift 2
    echo "== $check_name"
    "$program" "$@" || failed="${failed:+$failed、}$check_name"
}

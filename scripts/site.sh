# Serving the site, and the command line inside what was installed.

# run_site OPTION…: options go to `xiaohao serve`.
run_site() {
    prepare_site
    demonstration
    step "建立或升级数据库" xiaohao migrate || stop "数据库没有建好：$(last_words)。详见 $LOG"
    if [ "$XIAOHAO_DEMO" = true ]; then
        step "载入演示城市" xiaohao demo load || stop "演示城市没有载入：$(last_words)。详见 $LOG"
    fi
    exec "$VENV/bin/xiaohao" serve "$@"
}

prepare_site() {
    alone
    prepare_python requirements.lock
    fonts_meanwhile
    prepare_libraries
    prepare_pages
    together
}

# What ./run starts is a demonstration unless XIAOHAO_DEMO says otherwise; its pages and papers say so.
demonstration() {
    export XIAOHAO_DEMO="${XIAOHAO_DEMO:-true}"
}

run_xiaohao() {
    prepare_quietly
    demonstration
    exec "$VENV/bin/xiaohao" "$@"
}

run_doctor() {
    prepare_quietly
    demonstration
    exec "$VENV/bin/xiaohao" doctor "$@"
}

# prepare_quietly: only the packages, so that a command's output is its own.
prepare_quietly() {
    alone
    prepare_python requirements.lock >&2
    together
}

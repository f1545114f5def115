# Serving the site, and the command line inside what was installed.

# run_site OPTION…: options go to `xiaohao serve`.
run_site() {
    prepare_site
    demonstration
    prepare_data
    exec "$VENV/bin/xiaohao" serve "$@"
}

# prepare_data: the database at the newest version, and the demonstration city in it. Skipped when neither the
# program's part of it nor the place has changed; a database that is old all the same is refused by `serve`, in words.
prepare_data() {
    data=${XIAOHAO_DATA_DIR:-var}
    data_hash=$(data_fingerprint)
    [ -z "${XIAOHAO_DATABASE_URL-}" ] && [ -f "$data/xiaohao.db" ] && stamped "$data/.prepared" "$data_hash" && return 0
    step "建立或升级数据库" xiaohao migrate || stop "数据库没有建好：$(last_words)。详见 $LOG"
    if [ "$XIAOHAO_DEMO" = true ]; then
        step "载入演示城市" xiaohao demo load || stop "演示城市没有载入：$(last_words)。详见 $LOG"
    fi
    echo "$data_hash" >"$data/.prepared"
}

data_fingerprint() {
    echo "$XIAOHAO_DEMO $(fingerprint migrations/versions/*.py workflows/diagrams/*.bpmn workflows/diagrams/forms/*.json)"
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

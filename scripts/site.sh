# Serving the site, and the command line inside what was installed.

# run_site OPTION…: options go to `xiaohao serve`.
run_site() {
    check_options "$@"
    prepare_site
    demonstration
    prepare_data
    exec "$VENV/bin/xiaohao" serve "$@"
}

# check_options OPTION…: a slip of the pen is told before anything is installed, not minutes later.
check_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --demo-clock | --host=?* | --port=?*) ;;
            --host | --port)
                [ $# -ge 2 ] || stop "选项“$1”后面缺少内容，例如：./run --port 9000" 2
                shift
                ;;
            *) stop "没有“$1”这个选项。可用的选项：--demo-clock、--host 地址、--port 端口。更多用法：./run help" 2 ;;
        esac
        shift
    done
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

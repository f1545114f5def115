# What every step of ./run uses: where things are kept, how a step is shown, how bad news is told.

CACHE=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/xiaohao
LOG=$TOP/var/log/setup.log
STARTED=$(date +%s)

# stop SENTENCE [CODE]: end with one plain sentence.
stop() {
    printf '✗ %s\n' "$1" >&2
    exit "${2:-1}"
}

# warn SENTENCE: say what could not be had and what it means, and go on.
warn() {
    printf '! %s\n' "$1" >&2
}

# step TEXT COMMAND…: run a command with its output in the log, showing what is done and how long it took.
step() {
    step_text=$1
    shift
    step_began=$(date +%s)
    mkdir -p "${LOG%/*}"
    printf '[%3d 秒] %s …… ' $((step_began - STARTED)) "$step_text"
    printf '\n== %s\n' "$step_text" >>"$LOG"
    if "$@" >>"$LOG" 2>&1; then
        printf '完成（%d 秒）\n' $(($(date +%s) - step_began))
    else
        printf '没有成功\n'
        return 1
    fi
}

# last_words: the last line of the log, which says best why a step failed.
last_words() {
    grep -v '^ *$' "$LOG" | tail -n 1 | cut -c 1-300
}

# fingerprint FILE…: one hash over the files' content.
fingerprint() {
    cat "$@" 2>/dev/null | sha256sum | cut -d ' ' -f 1
}

# stamped STAMP HASH: whether the step that writes STAMP was last done for this very HASH.
stamped() {
    [ "$(cat "$1" 2>/dev/null)" = "$2" ]
}

is_root() {
    [ "$(id -u)" -eq 0 ]
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# alone: two ./run in one checkout prepare one after the other; the lock goes when the first has prepared or died.
alone() {
    has flock || return 0
    mkdir -p "$TOP/var"
    exec 9>"$TOP/var/setup.lock"
    flock -n 9 && return 0
    echo "另一个 ./run 正在准备环境，等它完成 ……"
    flock 9
}

# together: others may prepare now (descriptor 9 must not be inherited by the site either).
together() {
    exec 9>&-
}

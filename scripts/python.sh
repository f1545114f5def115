# Python, its private environment, and the locked packages in it.

VENV=$TOP/.venv
PYTHON=

# find_python: the first Python of 3.11 or later, in PYTHON.
find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        PYTHON=$(command -v "$name" 2>/dev/null) && recent_python "$PYTHON" && return 0
    done
    stop "没有找到 Python 3.11 或更新的版本。请先安装（Debian 12：apt-get install python3），再运行 ./run。"
}

recent_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# prepare_python LOCK: the environment with at least what LOCK names (the development lock contains the other).
prepare_python() {
    find_python
    if ! recent_python "$VENV/bin/python"; then
        step "建立 Python 虚拟环境（$("$PYTHON" -V)）" make_environment ||
            stop "建立虚拟环境没有成功：$(last_words)。请安装 python3-venv 后再试；详见 $LOG"
    fi
    [ -x "$VENV/bin/uv" ] || step "安装 uv（锁定版本的安装器）" install_uv ||
        stop "安装 uv 没有成功：$(last_words)。请检查网络或 pip 的软件源设置；详见 $LOG"
    locked_already "$1" || step "安装 Python 软件包（$1）" install_locked "$1" ||
        stop "安装 Python 软件包没有成功：$(last_words)。请检查网络或软件源；详见 $LOG"
    link_project
}

make_environment() {
    rm -rf "$VENV"
    if "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
        "$PYTHON" -m venv "$VENV"
    else
        "$PYTHON" -m venv --without-pip "$VENV"
    fi
}

# install_uv: by the environment's pip; where Debian left it out, by the pip in Debian's wheel package.
install_uv() {
    pip=$(pip_of_environment) || return 1
    # shellcheck disable=SC2086  # two words when it is "-m pip"
    "$VENV/bin/python" $pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
}

pip_of_environment() {
    if "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        echo "-m pip"
        return
    fi
    "$PYTHON" reports/fonts/debian.py "$CACHE/debian-pip" python3-pip-whl >&2 || return 1
    wheel=$(ls "$CACHE"/debian-pip/usr/share/python-wheels/pip-*.whl) && echo "$wheel/pip"
}

locked_already() {
    stamped "$VENV/.locked" "$(lock_fingerprint requirements-dev.lock)" && return 0
    stamped "$VENV/.locked" "$(lock_fingerprint "$1")"
}

lock_fingerprint() {
    fingerprint "$1" requirements-uv.lock
}

# install_locked LOCK: by uv in seconds; by pip where uv does not reach the index that pip is configured for.
install_locked() {
    use_the_index_of_pip
    "$VENV/bin/uv" pip sync --quiet --compile-bytecode --python "$VENV/bin/python" --require-hashes "$1" ||
        "$VENV/bin/python" -m pip install --disable-pip-version-check --require-hashes -r "$1" || return 1
    lock_fingerprint "$1" >"$VENV/.locked"
}

# uv does not read pip's configuration, where many a machine names the mirror that it can reach.
use_the_index_of_pip() {
    index=${PIP_INDEX_URL:-$("$VENV/bin/python" -m pip config get global.index-url 2>/dev/null)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
}

# install_aside LOCK DIRECTORY: locked packages in a directory of their own, which no program of ours imports by itself.
install_aside() {
    use_the_index_of_pip
    rm -rf "$2"
    "$VENV/bin/uv" pip install --quiet --require-hashes --no-deps --python "$VENV/bin/python" --target "$2" -r "$1" ||
        "$VENV/bin/python" -m pip install --quiet --require-hashes --no-deps --target "$2" -r "$1" || return 1
    fingerprint "$1" >"$2/.locked"
}

# link_project: the checkout itself on the environment's path, and its command; nothing is built or fetched.
link_project() {
    packages=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo "$TOP" >"$packages/xiaohao.pth"
    cat >"$VENV/bin/xiaohao" <<TEXT
#!/bin/sh
exec "$VENV/bin/python" -c 'import sys; sys.argv[0] = "xiaohao"; from webapp.cli import main; main()' "\$@"
TEXT
    chmod +x "$VENV/bin/xiaohao"
    PATH=$VENV/bin:$PATH
    export PATH
}

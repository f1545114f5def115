"""销号证据包核验程序：只用 Python 3.8 以上的标准库，不连网络，不需要原来的系统。

用法：python3 verify.py [证据包.zip 或解压后的文件夹] [--expect 页面上公布的 SHA-256]
不写路径，就核验本程序所在的文件夹。装有 openssl 时一并核验电子签名，没有就说明没有核验。
退出码：0 全部相符；1 有不符之处；2 读不了；3 其余全部相符，只有电子签名没有（全部）核验。
Checks an evidence bundle with nothing but Python: digests, journal, papers, draws, and signatures through openssl.
"""

from __future__ import annotations

import os
import sys

from reports.bundles.checker.contents import check_contents, check_files, check_journal, read_journal
from reports.bundles.checker.draws import check_draws
from reports.bundles.checker.reading import DAMAGED, Bundle, Report, Unreadable, read_manifest, sha_of
from reports.bundles.checker.remarks import check_remarks
from reports.bundles.checker.signatures import check_signatures


def check(bundle: Bundle, expected: str, report: Report) -> None:
    """全部核验一遍。"""
    manifest = read_manifest(bundle)
    if expected:
        with open(bundle.path if bundle.zip else os.path.join(bundle.path, "manifest.json"), "rb") as file:
            same = sha_of(file) == expected.strip().lower()
        report.hold(same, os.path.basename(bundle.path), "与页面公布的摘要相同", "与页面公布的摘要不同，不是原来的文件")
    check_files(bundle, manifest, report)
    check_program(bundle, manifest, report)
    try:
        entries = read_journal(bundle)
        check_journal(entries, manifest, report)
        check_contents(bundle, manifest, entries, report)
        check_remarks(bundle, manifest, entries, report)
        check_draws(bundle, manifest, entries, report)
    except DAMAGED as problem:
        report.wrong("journal.jsonl", f"日志读不完（{type(problem).__name__}：{problem}），其后的核对没有进行")
    check_signatures(bundle, manifest, report)


def check_program(bundle: Bundle, manifest: dict[str, object], report: Report) -> None:
    """正在运行的程序就是制作证据包时的那一个；被人换过的程序，这一句也可能是假的，所以先与页面公布的摘要比对。"""
    with open(os.path.abspath(__file__), "rb") as file:
        own = sha_of(file)
    report.note("正在运行的 verify.py", f"SHA-256 {own}，请与证据包页面公布的比对")
    if "verify.py" in bundle.sizes and bundle.digest("verify.py") != own:
        report.wrong("verify.py", "包里的核验程序与正在运行的不同")
    elif manifest.get("checker") != own:
        report.wrong("verify.py", "正在运行的核验程序不是制作证据包时的那一个")


def main(arguments: list[str]) -> int:
    """打印逐项结果，返回退出码。"""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal of another encoding must not end it
    if "-h" in arguments or "--help" in arguments:
        sys.stdout.write(__doc__ or "")
        return 0
    place = arguments.index("--expect") if "--expect" in arguments else len(arguments)
    expected, rest = "".join(arguments[place + 1 : place + 2]), arguments[:place] + arguments[place + 2 :]
    path = rest[0] if rest else os.path.dirname(os.path.abspath(__file__))
    report = Report()
    sys.stdout.write(f"证据包：{path}\n")
    try:
        check(Bundle(path), expected, report)
    except Unreadable as problem:
        sys.stdout.write(f"读不了：{problem}。\n")
        return 2
    if report.bad:
        sys.stdout.write(f"\n结论：有 {report.bad} 处不符，见上面标有“不符”的各项。\n")
    elif report.unchecked:
        sys.stdout.write("\n结论：文件、日志、抽查全部相符；电子签名没有（全部）核验。\n")
    else:
        sys.stdout.write("\n结论：全部相符，没有发现改动。\n")
    return 1 if report.bad else 3 if report.unchecked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

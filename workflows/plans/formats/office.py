"""Old Office and WPS files (.doc, .xls, .wps, .et), RTF and OpenDocument: turned into today's form by LibreOffice where a machine has it.

Never required: without it the sentence says how to save the file.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from workflows.plans.errors import in_whole

SECONDS = 90
_PROGRAMS = ("soffice", "libreoffice")
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def converted(data: bytes, *, program: str | None = None) -> bytes:
    """The file as .docx or .xlsx.

    `program` is LibreOffice's, found on the path unless given. Raises PlanUnreadable for passwords and macros, without LibreOffice, and
    when it cannot read the file or takes too long.
    """
    if _ENCRYPTED in data:
        raise in_whole("文件加了密码，请去掉密码另存后再试", "it is protected by a password, save it without one")
    if _MACROS in data:
        raise in_whole(
            "文件带有宏，为安全起见没有读取，请另存为不带宏的 .docx 或 .xlsx", "it carries macros, save it without"
        )
    table = any(name in data for name in _WORKBOOK) or b"opendocument.spreadsheet" in data[:200]
    found = program or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        wanted = ".xlsx" if table else ".docx"
        raise in_whole(
            f"这是旧版 Office 或 WPS 文件，请用 Word、Excel 或 WPS 打开后另存为 {wanted} 再试",
            f"an old Office or WPS file, save it as {wanted}",
        )
    return _run(found, data, "xlsx" if table else "docx")


def _run(program: str, data: bytes, form: str) -> bytes:
    with TemporaryDirectory(prefix="xiaohao-plan-") as folder:
        source = Path(folder) / "plan"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
            "--convert-to", form, "--outdir", f"{folder}/out", str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # no shell, names of our own
            return (Path(folder) / "out" / f"plan.{form}").read_bytes()
        except (subprocess.TimeoutExpired, OSError) as failed:
            raise in_whole(
                f"LibreOffice 打不开这个文件，请用 Word、Excel 或 WPS 打开后另存为 .{form} 再试",
                f"LibreOffice cannot read it, save it as .{form}",
            ) from failed

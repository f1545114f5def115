"""The templates papers are printed by: ours, and before them those a city keeps in a folder of its own.

A file in the folder wins over ours of the same name, and may extend ours as `ours/closure_notice.html` to change one block only. What a city
wrote runs in Jinja's sandbox. A folder with a broken template prints nothing: a paper with other words than the city chose would be wrong
and signed, so it waits until the file is mended or taken away; ours is never used in its place.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports import account, line_shapes, wording
from reports.refusals import TemplateRefused

HELPERS = (
    "chinese_date", "chinese_instant", "period", "days", "quoted", "titled", "bare", "sentence", "paragraphs", "listed",
    "problem_name", "deadline",
)  # fmt: skip
GIVEN = frozenset(
    {
        "d", "account", "name", "headings", "we", "mark", "letter_mark", "title_lines", "issued_lines", "signature_lines",
        "signed_mm", "qr", "tail_mm", "unprinted", "lines", "small", "parts", "cells", "press", "photographs", "cover_lines", "papers",
    }
)  # fmt: skip
"""What a template may use, besides the helpers: what `paper.html_of` gives it, and macro files imported under their usual names."""
OURS = "ours"
LONGEST = 200_000  # bytes of one template
MOST = 200  # files


def environment(folder: Path | None) -> Environment:
    """Ours alone, or a city's folder before ours. Raises TemplateRefused for the first broken file of the folder."""
    if folder is None or not folder.is_dir():
        return _ours()
    return _of_city(folder, _mark(folder))


def findings(folder: Path) -> list[TemplateRefused]:
    """Everything that is wrong with a city's folder, file by file; empty when it can be used."""
    mixed = _mixed(folder)
    return [found for file in _files(folder) for found in _wrong(mixed, file)]


def refused(problem: Exception, folder: Path | None) -> TemplateRefused | None:
    """What an error while a paper was written says about a city's file; None when it was not one of those."""
    if folder is None:
        return None
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if Path(each.filename).parent == folder]
    if not frames:
        return None
    return TemplateRefused(file=Path(frames[-1].filename).name, line=frames[-1].lineno or 0, why=str(problem))


@cache
def _ours() -> Environment:
    return _prepared(Environment(loader=PackageLoader("reports"), autoescape=True, undefined=StrictUndefined))


@lru_cache(maxsize=4)
def _of_city(folder: Path, mark: str) -> Environment:  # noqa: ARG001 (the mark of the files makes it another folder)
    for found in findings(folder):
        raise found
    return _mixed(folder)


def _mixed(folder: Path) -> Environment:
    ours = PackageLoader("reports")
    loader = ChoiceLoader([FileSystemLoader(folder), PrefixLoader({OURS: ours}), ours])
    return _prepared(ImmutableSandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined))


def _prepared(environment: Environment) -> Environment:
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update({name: getattr(wording, name) for name in HELPERS})
    environment.globals.update(
        finding=account.finding,
        audit_words=account.audit_words,
        notice_words=account.notice_words,
        wide=line_shapes.ems,
    )
    return environment


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.html"))[:MOST]


def _mark(folder: Path) -> str:
    """Changes with every change in the folder."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(file.name.encode() + b"\0" + file.read_bytes()[: LONGEST + 1] + b"\0")
    return digest.hexdigest()


def _wrong(mixed: Environment, file: Path) -> Iterator[TemplateRefused]:
    data = file.read_bytes()
    if len(data) > LONGEST:
        yield TemplateRefused(file=file.name, line=1, why=f"文件超过 {LONGEST // 1000} KB")
        return
    try:
        source = data.decode("utf-8-sig")
        tree = mixed.parse(source, filename=str(file))
        mixed.get_template(file.name)
    except UnicodeDecodeError as problem:
        yield TemplateRefused(file=file.name, line=data[: problem.start].count(b"\n") + 1, why="不是 UTF-8 编码")
    except TemplateSyntaxError as problem:
        yield TemplateRefused(file=file.name, line=problem.lineno, why=f"写法有误（{problem.message}）")
    except TemplateError as problem:
        yield TemplateRefused(file=file.name, line=1, why=str(problem))
    else:
        for name in sorted(meta.find_undeclared_variables(tree) - GIVEN - set(mixed.globals)):
            yield TemplateRefused(file=file.name, line=_line(source, name), why=f"没有“{name}”这一项内容")
        for used in meta.find_referenced_templates(tree):
            if used is None or used not in mixed.list_templates():
                yield TemplateRefused(
                    file=file.name, line=_line(source, used or "include"), why=f"引用的模板“{used}”不存在"
                )


def _line(source: str, word: str) -> int:
    return next((number for number, line in enumerate(source.splitlines(), 1) if word in line), 1)

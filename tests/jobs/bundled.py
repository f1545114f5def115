"""A closed case in its bundle: two signed papers, evidence, a draw; unpacked anew for each test that tampers with it."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from reports.authority import make_development_authority
from reports.bundles.program import program
from reports.sign import sign
from tests.city import CaseFile, City
from tests.reports.papers import plain_pdf
from webapp.bundling import pack_bundle
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.actions import bundles, documents
from workflows.records import CaseBundle, Document


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the checker said, and its exit code."""

    code: int
    said: str

    def wrong(self) -> list[str]:
        """The lines that do not hold."""
        return [line.strip() for line in self.said.splitlines() if "[不符]" in line]


@dataclass
class Unpacked:
    """A bundle in a folder of its own, to be tampered with."""

    folder: Path

    def path(self, beginning: str) -> Path:
        """The one file whose path begins so."""
        [found] = [each for each in self.files() if each.relative_to(self.folder).as_posix().startswith(beginning)]
        return found

    def files(self) -> list[Path]:
        return sorted(each for each in self.folder.rglob("*") if each.is_file())

    def changes(self, name: str, change: Callable[[Any], None]) -> None:
        """Change a JSON file and write it back in the one spelling."""
        value = json.loads((self.folder / name).read_text(encoding="utf-8"))
        change(value)
        (self.folder / name).write_text(spelt(value), encoding="utf-8")

    def lists_again(self) -> None:
        """Make the manifest agree with the files, as a careful forger would."""

        def renew(manifest: Any) -> None:
            kept = [each for each in manifest["files"] if (self.folder / each["path"]).is_file()]
            for each in kept:
                data = (self.folder / each["path"]).read_bytes()
                each.update(sha256=hashlib.sha256(data).hexdigest(), size=len(data))
            manifest["files"] = kept

        self.changes("manifest.json", renew)

    def checked(self, *more: str, checker: Path | None = None) -> Checked:
        return checked(self.folder, *more, checker=checker or self.folder / "verify.py")


def spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checked(bundle: Path, *more: str, checker: Path, path: str | None = None) -> Checked:
    """Run the checker as an outsider does: another process, no packages, nothing of ours on its path."""
    environment = {"PATH": path if path is not None else "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-I", "-S", str(checker), str(bundle), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd="/")
    assert not done.stderr, done.stderr
    return Checked(code=done.returncode, said=done.stdout)


def own_checker(folder: Path) -> Path:
    """The checker as the site hands it out."""
    path = folder / "checker.py"
    path.write_text(program(), encoding="utf-8")
    return path


def house_of(city: City, directory: Path) -> House:
    settings = Settings(data_dir=directory, fonts_dir=directory / "fonts", demo=True)
    return open_house(settings, city.engine, Clock(movable=False, system=lambda: city.now))


def closed_case(city: City, house: House) -> CaseFile:
    """A case that was drawn, audited and closed, its papers signed."""
    case = city.case().goes_to("audit_drawn")
    signs_papers(case, house)
    case.drawn(percent=100)
    while case.waits_for() != "closed" and "case:closed" not in case.journal():
        case.goes_on()
    signs_papers(case, house)
    return case


def signs_papers(case: CaseFile, house: House) -> None:
    """Each waiting paper of the case becomes a small signed PDF with its dossier inside, as the press would make it."""
    key = make_development_authority(house.settings.keys, at=case.city.now, organisation="办公室").key
    for document in case.documents():
        if document.status != "waiting":
            continue
        with case.city.transaction() as session:
            dossier = session.scalars(select(Document.dossier).where(Document.id == document.id)).one()
            pdf = plain_pdf("office", attachment=dossier.encode())
            signed = sign(pdf, key=key, field="office", name="办公室", capacity="出具单位", at=case.city.now)
            stored = house.store.put(io.BytesIO(signed), limit=10**7)
            session.get_one(Document, document.id).master_digest = hashlib.sha256(pdf).hexdigest()
            documents.finish(session, document_id=document.id, final=stored, at=case.city.now)


def bundle_of(case: CaseFile, house: House, *, by: str = "孙悦") -> CaseBundle:
    """Ask for a bundle and let the job make it."""
    bundle_id = asks(case, by)
    pack_bundle(house, {"bundle_id": str(bundle_id)})
    with house.sessions() as session:
        return session.get_one(CaseBundle, bundle_id)


def asks(case: CaseFile, by: str) -> UUID:
    with case.city.transaction() as session:
        city = case.city
        return bundles.ask_for_bundle(session, problem_id=case.problem_id, by=city.people[by], at=city.now)


def file_of(bundle: CaseBundle, house: House, path: Path) -> Path:
    """The bundle as somebody downloaded it."""
    assert bundle.file_digest is not None
    with house.store.open(bundle.file_digest) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    return path


def unpacked(archive: Path, folder: Path) -> Unpacked:
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return Unpacked(folder)

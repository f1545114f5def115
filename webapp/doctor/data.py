"""What a running site rests on: database, directories, disk, fonts, keys. Nothing is created by looking."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

import migrations
from reports.fonts import being_built, fonts_ready
from reports.layouts import findings
from webapp.doctor.line import Line
from webapp.settings import MEGABYTE, Settings
from workflows.records import make_engine

LEAST_FREE_MB = 2048


def database(settings: Settings) -> Line:
    """Whether the database is there and at the newest revision; a SQLite file that is absent is not created."""
    url = make_url(settings.url)
    kind = "嵌入式数据库" if url.get_backend_name() == "sqlite" else "数据库"
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return Line(name=kind, found=f"还没有建立（{url.database}）", advice="请运行 ./run xiaohao migrate。")
    engine = make_engine(settings.url)
    try:
        return _revision(kind, engine)
    except SQLAlchemyError as problem:
        why = str(problem.__cause__ or problem).splitlines()[0]
        return Line(name=kind, found=f"打不开：{why}", advice="请检查 XIAOHAO_DATABASE_URL、网络和访问权限。")
    finally:
        engine.dispose()


def _revision(kind: str, engine: Engine) -> Line:
    present, newest = migrations.current(engine), migrations.head()
    if present == newest:
        return Line(name=kind, found=f"已升级到最新（{newest}）")
    return Line(
        name=kind, found=f"版本为 {present or '空'}，最新为 {newest}", advice="请运行 ./run xiaohao migrate 升级。"
    )


def data_directory(directory: Path) -> Line:
    """Whether we may write where data is kept."""
    place = directory.resolve()
    existing = _existing(place)
    if os.access(existing, os.W_OK | os.X_OK):
        return Line(name="数据目录", found=str(place))
    return Line(name="数据目录", found=f"{place} 不可写", advice=f"请让运行本系统的用户能够写入 {existing}。")


def _existing(path: Path) -> Path:
    return next(place for place in (path, *path.parents) if place.exists())


def disk(directory: Path) -> Line:
    """Free space where evidence and documents go."""
    free = shutil.disk_usage(_existing(directory.resolve())).free // MEGABYTE
    if free >= LEAST_FREE_MB:
        return Line(name="磁盘空间", found=f"剩余 {free // 1024} GB")
    return Line(
        name="磁盘空间",
        found=f"只剩 {free} MB",
        advice="请清理磁盘，或用 XIAOHAO_DATA_DIR 把数据目录移到更大的磁盘。",
    )


def fonts(directory: Path) -> Line:
    """Whether documents can be set."""
    if fonts_ready(directory):
        return Line(name="公文字体", found=f"已备好（{directory}）")
    if being_built(directory):
        return Line(name="公文字体", found="正在制作，请稍候", advice="一两分钟后再看。", needed=False)
    return Line(
        name="公文字体",
        found="没有备好，不能出具文书",
        advice=f"请运行 ./run，字体会在后台制作（一两分钟）；记录见 {directory.with_name('fonts.log')}。",
    )


def templates(folder: Path) -> Line:
    """Whether a city's own templates of papers can be used; nothing is printed by one that cannot."""
    if not folder.is_dir():
        return Line(name="文书模板", found="使用内置模板")
    wrong = findings(folder)
    if not wrong:
        return Line(name="文书模板", found=f"本市模板 {len(list(folder.glob('*.html')))} 个，可以使用（{folder}）")
    return Line(name="文书模板", found=str(wrong[0]), advice=f"共 {len(wrong)} 处有误，请逐一改正：{folder}。")


def signing_key(settings: Settings) -> Line:
    """Whether there is something to sign with; whether it works is seen when it signs."""
    if settings.signing_pkcs11_module:
        return _key_file("签名密钥", settings.signing_pkcs11_module, "XIAOHAO_SIGNING_PKCS11_MODULE")
    if settings.signing_pkcs12:
        return _key_file("签名密钥", settings.signing_pkcs12, "XIAOHAO_SIGNING_PKCS12")
    if any(settings.keys.glob("*.p12")):
        return Line(name="签名密钥", found=f"使用安装时生成的开发密钥（{settings.keys}），正式使用前请换成单位证书")
    return Line(
        name="签名密钥",
        found="还没有，首次出具文书时会生成开发密钥",
        advice="正式使用请设置单位证书（XIAOHAO_SIGNING_PKCS12，见 README）。",
        needed=False,
    )


def _key_file(name: str, path: Path, setting: str) -> Line:
    if path.is_file():
        return Line(name=name, found=str(path))
    return Line(name=name, found=f"{path} 不存在", advice=f"请检查设置 {setting}。")

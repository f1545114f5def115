"""What can go wrong around a command rather than in it: a setting, a file, the database. Each as a sentence, never a trace."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import DBAPIError

from workflows.rules.errors import Refusal

REASONS = {
    errno.ENOENT: "没有这个文件或目录，请核对路径",
    errno.EISDIR: "这是一个文件夹，请给出文件",
    errno.ENOTDIR: "路径中有一段不是文件夹，请核对路径",
    errno.EEXIST: "已有同名的文件，请换一个位置",
    errno.EACCES: "没有权限，请换一个用户或调整权限",
    errno.EPERM: "没有权限，请换一个用户或调整权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOSPC: "磁盘已满，请清理后重试",
    errno.ENAMETOOLONG: "文件名太长",
}
DATABASE = {
    "database is locked": "数据库正忙，请稍后重试",
    "database or disk is full": "磁盘已满，请清理后重试",
    "readonly database": "没有写入权限，请检查数据目录的权限",
    "unable to open database file": "打不开数据库文件，请检查数据目录是否存在、是否有权限",
    "file is not a database": "文件不是数据库，可能已损坏，请从备份恢复",
    "malformed": "数据库文件已损坏，请从备份恢复",
    "onnect": "连不上数据库服务器，请检查 XIAOHAO_DATABASE_URL 和网络",
}
"""Words of the database's own message, and what a person should know; the first that fits."""


class FileTrouble(Refusal):
    """命令没有完成：{path}：{why}。
    The command was not carried out: {path}: {english}.
    """

    code = "file-trouble"


class DatabaseTrouble(Refusal):
    """命令没有完成，没有保存任何内容：{why}。详情可用 ./run doctor 查看。
    The command was not carried out, nothing was saved: {english}.
    """

    code = "database-trouble"


class WrongSetting(Refusal):
    """设置 {names} 的值不对，请更正后重试（各项设置的含义见 README）。
    Invalid settings: {english}.
    """

    code = "wrong-setting"


@contextmanager
def told() -> Iterator[None]:
    """Turn what the system, the database and the settings raise into refusals."""
    try:
        yield
    except ValidationError as problem:
        found = [(f"XIAOHAO_{'_'.join(map(str, each['loc'][:1])).upper()}", each["msg"]) for each in problem.errors()]
        names, english = "、".join(name for name, _ in found), "; ".join(f"{name}: {why}" for name, why in found)
        raise WrongSetting(names=names, english=english) from problem
    except SettingsError as problem:
        named = re.search(r'field "(\w+)"', str(problem))
        raise WrongSetting(names=f"XIAOHAO_{named[1].upper()}" if named else "", english=problem) from problem
    except DBAPIError as problem:
        english = str(problem.orig).splitlines()[0]
        raise DatabaseTrouble(why=_database(english), english=english) from problem
    except OSError as problem:
        raise FileTrouble(
            path=problem.filename or "文件", why=reason(problem), english=problem.strerror or problem
        ) from problem


def reason(problem: OSError) -> str:
    """Why a file or directory could not be used, in Chinese where the reason is a usual one."""
    return REASONS.get(problem.errno or 0) or problem.strerror or "打不开"


def _database(english: str) -> str:
    return next((words for part, words in DATABASE.items() if part in english), f"数据库出错（{english}）")


def usage(problem: click.UsageError) -> list[str]:
    """A command that was typed wrongly: what is wrong, where help is, and the library's own sentence."""
    path = problem.ctx.command_path if problem.ctx else "xiaohao"
    return [f"{_wrong(problem)}。用法见：{path} --help", problem.format_message()]


def _wrong(problem: click.UsageError) -> str:
    match problem:
        case click.MissingParameter(param=param):
            names = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name if param else ""
            return f"命令不完整：缺少 {names}"
        case click.NoSuchOption(option_name=name):
            return f"没有 {name} 这个选项"
        case click.BadParameter(param=param) if param:
            return f"{param.human_readable_name} 的值不对"
    return "没有这个命令，或者参数不对"

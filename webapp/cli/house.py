"""What commands share: the parts of the installation, and one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

import migrations
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.rules.errors import Refusal


class NotMigrated(Refusal):
    """数据库还没有建好，或者版本较旧。请先运行 ./run xiaohao migrate，再重试。
    The database is missing or old; run `./run xiaohao migrate` first.
    """

    code = "not-migrated"


def opened() -> House:
    """The installation of this environment. Raises NotMigrated before `xiaohao migrate` was run."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    house = open_house(settings)
    if migrations.current(house.engine) != migrations.head():
        raise NotMigrated()
    return house


@contextmanager
def transaction(house: House) -> Iterator[Session]:
    """A session that is committed at a good end; an error leaves nothing."""
    with house.sessions() as session:
        yield session
        session.commit()

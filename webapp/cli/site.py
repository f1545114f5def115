"""Commands around the running site: migrate, demo, serve, worker, tick, doctor."""

from __future__ import annotations

import sys

import click

import migrations
from webapp import demonstration, holidays, ticking
from webapp.cli.house import opened, transaction
from webapp.house import open_house
from webapp.settings import Settings
from workflows import jobs
from workflows.actions import founding
from workflows.actions.calendars import seed_calendar
from workflows.queries import settings as kept


@click.command()
def migrate() -> None:
    """建立数据库，或升级到当前版本；已是当前版本时什么也不做。"""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    house = open_house(settings)
    migrations.upgrade(house.engine)
    jobs.prepare(house.engine)
    with transaction(house) as session:
        at = house.clock.now(session)
        demonstration.deploy_shipped(session, at=at)
        seed_calendar(session, holidays.announced(), at=at)
    click.echo(f"数据库已是当前版本（{migrations.head()}）。")


@click.group()
def demo() -> None:
    """演示城市。"""


@demo.command("load")
def demo_load() -> None:
    """载入演示城市：单位、人员和一份自编的整改清单，以及签名用的开发密钥。"""
    from webapp import signing_keys

    house = opened()
    with transaction(house) as session:
        founded = demonstration.found_city(session, at=house.clock.now(session), store=house.store)
    signing_keys.signing_key(house)
    click.echo(f"演示城市已载入，清单共 {founded.problems} 个问题。" if founded.new else "演示城市已经在了。")


@click.command()
@click.option("--host", help="监听地址，默认 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), help="端口，默认 8000")
@click.option("--demo-clock", is_flag=True, default=None, help="演示时钟：可以把全站的时间往前拨，页面和文书都标“演示”")
def serve(host: str | None, port: int | None, demo_clock: bool | None) -> None:
    """启动网站和一个后台进程，直到按 Ctrl+C。"""
    from webapp import serve as door

    house = opened()
    given = {"host": host, "port": port, "demo_clock": demo_clock or None}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = _as_kept(Settings(**chosen))  # type: ignore[arg-type]  # the settings check their values themselves
    with transaction(house) as session:
        kept.write(session, "site.base_url", door.address(settings).rstrip("/"))
        if settings.demonstration:
            kept.write(session, "site.demonstration", "1")
    house.engine.dispose()
    sys.exit(door.serve(settings, sign_ins=demonstration.sign_ins if settings.demo else lambda: _first_run(settings)))


def _first_run(settings: Settings) -> tuple[str, ...]:
    """What the console says while nobody has an account: where to begin, and the key the page asks for."""
    from webapp.routes.first_run import key_of

    house = opened()
    with house.sessions() as session:
        empty = founding.is_empty(session)
    house.engine.dispose()
    return (f"还没有任何账号，请打开上面的地址完成首次设置。首次设置口令：{key_of(settings)}",) if empty else ()


def _as_kept(settings: Settings) -> Settings:
    """A database that was ever a demonstration stays one, whatever the options say."""
    house = opened()
    with house.sessions() as session:
        demonstrates = kept.office(session).demonstration
    house.engine.dispose()
    return settings.model_copy(update={"demo": True}) if demonstrates and not settings.demo else settings


@click.command()
def worker() -> None:
    """只启动后台进程（制作文书、到期提醒）。"""
    from webapp import worker as entry

    entry.main()


@click.command()
def tick() -> None:
    """看一次钟：办理所有到期的事项，然后结束。"""
    done = ticking.tick(opened())
    click.echo(f"已办理 {done.moved} 件到期事项。")
    for problem in done.problems:
        click.echo(problem, err=True)
    sys.exit(1 if done.problems else 0)


@click.command()
def doctor() -> None:
    """检查安装是否齐全，缺什么、怎么办。"""
    from webapp.doctor import report

    sys.exit(report(Settings(), click.echo))

"""Whether the worker lives and what its queue holds. Only looks; where there is no database yet there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.doctor import delivery
from webapp.doctor.line import Line
from webapp.settings import Settings
from workflows import jobs
from workflows.actions import heartbeats
from workflows.actions.consistency import Disagreement, disagreements
from workflows.queries import keys as signing
from workflows.queries.delivery_pages import traffic
from workflows.queries.settings import clock_offset
from workflows.records import make_engine, reading, search
from workflows.rules.deadlines import CITY_ZONE

SILENT = timedelta(minutes=1)
LOOKED_AT = 200
"""Cases the doctor looks at: about a second."""


def lines(settings: Settings, *, at: datetime) -> Iterator[Line]:
    """The worker's sign of life and the state of the queue, at this instant of the machine's clock."""
    engine = make_engine(settings.url)
    try:
        with Session(reading(engine)) as session:
            yield worker(heartbeats.beats(session).values(), at=at)
            yield keys(session, at=at)
            yield queue(jobs.waiting(session), jobs.failed(session, limit=1))
            sending = traffic(session, at=at + clock_offset(session))
            yield delivery.mail(settings, sending)
            yield delivery.hooks(sending)
            yield cases(list(disagreements(session, at=at + clock_offset(session), limit=LOOKED_AT)))
            yield found_by_words(search.counts_differ(session))
    except SQLAlchemyError:
        yield Line(name="后台任务", found="还没有数据表", advice="请运行 ./run xiaohao migrate。")
    finally:
        engine.dispose()


def keys(session: Session, *, at: datetime) -> Line:
    """Whether a registered signing key is about to expire, or has: nobody can sign with it then."""
    ending = [each for each in signing.lines(session, at=at) if each.state in ("soon", "expired")]
    if not ending:
        return Line(name="登记的签名密钥", found="没有即将到期的")
    said = "、".join(f"{each.owner}（{each.valid_until.astimezone(CITY_ZONE):%Y-%m-%d}）" for each in ending[:5])
    more = f"等 {len(ending)} 个" if len(ending) > 5 else ""
    advice = "请尽快换发证书，再用 ./run xiaohao keys add 登记新的；旧的不用停用，签过的文书不受影响。"
    return Line(name="登记的签名密钥", found=f"60 天内到期或已到期：{said}{more}", advice=advice, needed=False)


def worker(beats: Iterable[datetime], *, at: datetime) -> Line:
    """Whether some worker was heard of in the last minute. Not needed: nobody has to have started the site yet."""
    last = max(beats, default=None)
    advice = "请用 ./run 启动网站，后台进程会一同启动；没有它，文书不会制作，到期事项不会处理。"
    if last is None:
        return Line(name="后台进程", found="还没有启动过", advice=advice, needed=False)
    if at - last > SILENT:
        seen = last.astimezone(CITY_ZONE)
        return Line(name="后台进程", found=f"没有运行，最后活动于 {seen:%Y-%m-%d %H:%M}", advice=advice, needed=False)
    return Line(name="后台进程", found="正在运行")


def cases(found: list[Disagreement]) -> Line:
    """Whether the cases opened last stand in one place each; all of them would take too long for a look."""
    if not found:
        return Line(name="案件状态", found=f"一致（核对了最近 {LOOKED_AT} 件以内）")
    first = f"问题 {found[0].number}：{found[0].message}"
    advice = f"例如 {first}。请运行 ./run xiaohao cases verify 查看全部，先备份，再交给维护人员。"
    return Line(name="案件状态", found=f"有 {len(found)} 处不一致", advice=advice)


def found_by_words(kinds: list[str]) -> Line:
    """Whether there is as much to be found as was written; the words themselves are compared by a command."""
    if not kinds:
        return Line(name="全文搜索", found="索引条数与记录一致")
    advice = "请运行 ./run xiaohao search verify 查看，再用 ./run xiaohao search rebuild 重做索引。"
    return Line(name="全文搜索", found=f"索引条数与记录不符（{'、'.join(kinds)}）", advice=advice, needed=False)


def queue(counts: jobs.JobCounts, last_failed: list[jobs.FailedJob]) -> Line:
    """What waits and what was given up, with the last sentence."""
    found = f"等待 {counts.waiting} 项，进行中 {counts.running} 项，失败 {counts.failed} 项"
    if not last_failed:
        return Line(name="后台任务", found=found)
    advice = f"最近一次失败：{last_failed[0].sentence} 处理后请在“运行状况 → 后台任务”重试，或在文书页重新制作。"
    return Line(name="后台任务", found=found, advice=advice, needed=False)

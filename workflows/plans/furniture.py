"""Lines that are not part of the plan: advertising and navigation of the page it was copied from, and the formal end of a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflows.plans.han import both
from workflows.plans.labels import opens_with_label
from workflows.plans.lines import DECORATION, Line
from workflows.plans.marks import mark_of

_LONGEST = 60  # a line of navigation is short; a long paragraph that mentions a link is part of the plan
_ADVERTISING = both(
    r"转载请注明|责任编辑|点击(?:下载|查看|进入|这里|此处)|扫一扫|阅读原文|扫码(?:关注|阅读|下载|打开|分享|查看)|分享(?:到|至)|微信公众号|关注我们|返回(?:顶部|首页|列表)"
    r"|上一[篇条页]|下一[篇条页]|相关(?:阅读|推荐|链接|新闻|文章)|热门(?:推荐|文章)|打印本页|关闭(?:窗口|本页)|版权(?:所有|声明)|备案号|ICP备"
    r"|加入收藏|设为首页|免责声明|网站地图|电话咨询|在线咨询|产品中心|工程案例|QQ客服|在线客服|^(?:广告|推广)$|广告(?:合作|位|投放)|推广链接|热线电话[：:]?400"
    r"|^当前位置|^您(?:现在)?的位置|^首页\s*[>›»]|记者.{2,12}报道$|^\s*https?://\S+\s*$"
)
_RULE = both(rf"^[{DECORATION}\s]+$|^[\s\-—_=*·.~]*(?:分[隔割]线)?[\s\-—_=*·.~]{{3,}}$")
_DOCUMENT = both(
    r"方案|清单|意见|通知|公示|公告|报告|台账|台帐|整改|办法|规划|督察|附件|附表|附录|征求|[省市县区局委厅]|政府|年|\d"
)
_TITLE = both(r"方案|清单|意见|通知|公示|公告|报告|台账|台帐|整改|任务分解")
_ANNOUNCED = both(r"附(?:件)?\s*\d*\s*[：:]\s*《(?P<title>.+)》\s*$")
_GOES_ON = both(r"[和及与暨的等]|以及|工作|实施|整改")
_STOPS = tuple("。；;：:，,》")
_CLOSING = both(
    r"^(?:如对|对以上|对上述|如有异议|如有不同意见|公示(?:期|时间)[^，。]{0,12}[：:为]|公示期(?:间|内)[^，。]{0,6}(?:如|若|对|有)|联系(?:人|电话|地址|方式)|监督电话|举报电话|电子邮箱|邮箱[：:]|通讯地址"
    r"|特此(?:公示|公告|通知|说明|报告)|附件\s*[0-9一二三四五六七八九]*\s*(?:[：:]|$)|附[：:]|抄[送报][：:]|\(此件|（此件)"
)
_PAGE_NUMBER = both(
    r"[-—–─－~～]+\s*[0-9０-９]{1,4}\s*[-—–─－~～]+$|第\s*[0-9]{1,4}\s*页(?:\s*[/,，]?\s*共\s*[0-9]{1,4}\s*页)?$"
)
_DAY = both(
    r"^(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$"
    r"|^二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日$"
)


def advertising(lines: Sequence[Line]) -> tuple[tuple[Line, ...], str | None]:
    """The lines that belong to the web page and not to the plan, and the plan's title (the first line that names a document)."""
    title = next((line for line in lines[:20] if _is_title(line.text)), None)
    head = {line.number for line in lines if title and line.number < title.number and _is_label_of_page(line)}
    found = tuple(line for line in lines if line.number in head or _is_advertising(line.text))
    return found, _whole(title, lines) if title and title not in found else None


def is_page_number(line: Line) -> bool:
    """—2— or 第 3 页 共 12 页 left between the lines of a text; in a cell it may be what the column asks for."""
    in_table = line.spot is not None and (line.spot.table is not None or line.spot.cell is not None)
    return not line.foreign and not in_table and len(line.text) < 24 and bool(_PAGE_NUMBER.match(line.text))


def foreign_runs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines to warn of: each that the words gave away, and the first of each run that the page's own build gave away."""
    kept = []
    for before, line in zip([None, *lines], lines, strict=False):
        follows = before is not None and before.foreign == line.foreign and line.number - before.number == 1
        if not (line.foreign and follows):
            kept.append(line)
    return tuple(kept)


def _is_title(text: str) -> bool:
    """A line that names a document and is neither numbered nor a field of a problem nor a sentence."""
    named = len(text) <= 80 and _TITLE.search(text) is not None and not text.endswith(("。", "；"))
    return named and mark_of(text) is None and opens_with_label(text) is None


def _whole(title: Line, lines: Sequence[Line]) -> str:
    """A title broken over two lines: …关于加强生态建设 / 和环境保护工作的实施意见."""
    above = next((line for line in lines if line.number == title.number - 1), None)
    broken = above and _GOES_ON.match(title.text) and "关于" in above.text and not above.text.endswith(_STOPS)
    return _named(f"{above.text}{title.text}" if above and broken else title.text)


def _named(title: str) -> str:
    """附：《…整改方案》 announces the plan; its title stands between the marks."""
    match = _ANNOUNCED.match(title)
    return match["title"] if match else title


def closing_at(texts: Sequence[str]) -> int:
    """How many of the lines come before the formal end (objections to, contacts, annexes, signature and date)."""
    for index, text in enumerate(texts):
        if _CLOSING.match(text):
            return index
        if _DAY.match(text):
            return index - 1 if index and _is_signature(texts[index - 1]) else index
    return len(texts)


def _is_signature(text: str) -> bool:
    return len(text) <= 30 and not re.search(r"[，,。；;：:]", text)


def _is_advertising(text: str) -> bool:
    """Never a numbered or labelled line: 2.推广秸秆还田 is a measure."""
    if len(text) > _LONGEST or mark_of(text) or opens_with_label(text):
        return False
    return bool(_ADVERTISING.search(text) or _RULE.match(text))


def _is_label_of_page(line: Line) -> bool:
    """A word or two above the title that name neither a document nor a body: the site's category. A spreadsheet has none."""
    in_sheet = line.spot is not None and line.spot.cell is not None
    return len(line.text) <= 8 and not in_sheet and not _DOCUMENT.search(line.text)

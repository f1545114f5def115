"""Unit names from a printed list: 、 and ， separate, a shared suffix is given to each, collectives are kept as written.

云溪县、白石区党委、政府 are four bodies; 青禾市委、市政府 are two of one city. Nothing is matched to a register here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from workflows.plans.brackets import split_outside
from workflows.plans.han import both, simplified
from workflows.plans.joints import parted

_AREA = "(?:县|市|区|旗|州|盟|镇|乡|街道)"
_BODY = "(?:党委|人民政府|政府|党工委|工委|管委会|管理委员会|办事处|人大常委会|人大|政协|纪委监委|纪委|委)"
_ZONE_BODIES = ("党工委", "工委", "管委会", "管理委员会")
_ZONE = both(r"(?:高新|开发|新|园|度假|保税|示范|试验|景)区$|街道$")
_BARE_BODY = both(_BODY)
_PLACE = both(rf".*{_AREA}(?:[（(][^（()）]*[）)])?")
_PLACE_AND_BODY = both(rf"(?P<place>.*{_AREA}(?:[（(][^（()）]*[）)])?)(?P<body>{_BODY})")
_PLACE_AND_OFFICE = both(rf"(?P<place>.*?{_AREA})(?P<body>[\u4e00-\u9fa5]{{2,}}(?:局|委|办|部|院|中心|支队|大队|公司))")
_OPEN_END = both(
    r"等(?:有关|相关|市直|县直|责任|成员|各|[0-9]{1,2}个|[一二三四五六七八九十]{1,3}个)*(?:部门和单位|部门单位|成员单位|部门|单位)?$"
)
_TOGETHER = both(r"(?<=[局委办厅部院会府])会同(?!县)")  # 省生态环境厅会同省水利厅; 会同县 is a county
_EACH = both(r"各(?:(?:县|市|区|旗|乡|镇|街道)、)+(?=(?:县|市|区|旗|乡|镇|街道))")  # 各县、区政府 is one collective
_HELD = "\ue000"  # stands for the 、 inside a collective while a list is split
_AS_DUTIES_FALL = both(r"(?:按照?(?:各自)?职责(?:分工)?|分别|分工)(?:负责|落实|配合|牵头)?$")  # said of the whole list
_LONGEST = 40  # no unit has a longer name; such words are kept as printed
_NAME_ENDS = "局委办厅部院府会心司社团队道镇乡所站处室区县）)"
_BLANK = re.compile(rf"(?<=[{_NAME_ENDS}])[ \t\u3000]+(?=\S)")
_ENDS = " \t\n\r　。；;，,、：:"


@dataclass(frozen=True, kw_only=True)
class UnitList:
    """The units of one printed list; `open_ended` says that 等 leaves others unnamed."""

    names: tuple[str, ...]
    open_ended: bool = False


@dataclass(kw_only=True)
class _Run:
    """Names read so far, and the places and bodies still being collected: each place gets each body (云溪县、白石区 × 党委、政府)."""

    names: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Write down what was collected; places that never met a body stand as printed."""
        self.names += [place + body for place in self.places for body in self.bodies or [""]]
        self.places, self.bodies = [], []

    def keep(self, name: str) -> None:
        self.close()
        self.names.append(name)

    def wait(self, place: str) -> None:
        if self.bodies:
            self.close()
        self.places.append(place)

    def meet(self, place: str, body: str) -> None:
        """A place with its body: the places that wait take the body too where such a place can have one."""
        waiting = [] if self.bodies else self.places
        fitting = [name for name in waiting if _fits(name, place, body)]
        if not self.bodies:
            self.places = [name for name in waiting if name not in fitting]
        self.close()
        self.places, self.bodies = [*fitting, place], [body]


def units_of(raw: str) -> UnitList:
    """The units a printed list names, each once, in their order."""
    names: list[str] = []
    open_ended = False
    held = _EACH.sub(lambda each: each.group().replace("、", _HELD), _TOGETHER.sub("、", raw.replace("\n", "，")))
    for group in split_outside(held, "，,；;"):
        listed = [name for each in split_outside(group, "、") for name in _by_blanks(each.strip(_ENDS))]
        items = [item.strip(_ENDS) for name in listed for item in parted(name)]
        items = [_AS_DUTIES_FALL.sub("", item).strip(_ENDS) for item in items]
        closed = [_OPEN_END.sub("", item).strip(_ENDS) for item in items]
        open_ended = open_ended or items != closed
        names += _group(item for item in closed if item)
    return UnitList(names=tuple(dict.fromkeys(name.replace(_HELD, "、") for name in names)), open_ended=open_ended)


def _by_blanks(printed: str) -> list[str]:
    """县水利局 县农业农村局: blanks separate where each piece ends as a body's name does; 中国石化 某某分公司 is one."""
    pieces = _BLANK.split(printed)
    whole = all(piece.endswith(tuple(_NAME_ENDS)) and not _open_bracket(piece) for piece in pieces)
    return pieces if whole else [printed]


def _open_bracket(piece: str) -> bool:
    return sum(piece.count(each) for each in "（(") != sum(piece.count(each) for each in "）)")


def _group(items: Iterable[str]) -> list[str]:
    run = _Run()
    for item in items:
        _take(run, item)
    run.close()
    return run.names


def _take(run: _Run, item: str) -> None:
    """Read one name of a group. 政府 behind a place belongs to it, 市政府 behind 青禾市委 to 青禾市; an office is shared only with waiting places."""
    if len(item) > _LONGEST:
        run.keep(item)
    elif run.places and _BARE_BODY.fullmatch(item):
        run.bodies.append(item)
    elif _PLACE.fullmatch(item):
        run.wait(item)
    elif match := _PLACE_AND_BODY.fullmatch(item):
        if _repeats_level(run, match["place"]):
            run.bodies.append(match["body"])
        else:
            run.meet(match["place"], match["body"])
    elif (match := _PLACE_AND_OFFICE.fullmatch(item)) and run.places and not run.bodies:
        run.meet(match["place"], match["body"])
    else:
        run.keep(item)


def _repeats_level(run: _Run, place: str) -> bool:
    """Whether 市政府 only repeats the level of the place before it (青禾市委)."""
    return len(place) == 1 and bool(run.bodies) and all(len(name) > 1 and name.endswith(place) for name in run.places)


def _fits(waiting: str, place: str, body: str) -> bool:
    """市、县水务局 share among levels, 云溪县、白石区水务局 among named places; 管委会 is given to zones only."""
    if (len(waiting) == 1) != (len(place) == 1):
        return False
    return bool(_ZONE.search(waiting)) if simplified(body) in _ZONE_BODIES else True

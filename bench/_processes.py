"""What other processes used, as Linux counts it: CPU time of everything below a process, memory of one."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN_TIME = 1, slice(11, 13)


def cpu_of_descendants(pid: int) -> float:
    """Seconds of CPU of the living processes below `pid`; of their own dead children they know themselves."""
    below, found = {pid}, 0.0
    table = {int(each.name): _fields(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    grown = True
    while grown:
        more = {each for each, fields in table.items() if fields and int(fields[_PARENT]) in below} - below
        below, grown = below | more, bool(more)
    for each in below - {pid}:
        found += sum(map(int, table[each][_OWN_TIME])) / _TICKS
        found += sum(map(int, table[each][13:15])) / _TICKS
    return found


def memory_of(pid: int) -> int:
    """Bytes a process holds now; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _fields(place: Path) -> list[str]:
    """`stat` behind the name, which may hold spaces: state, parent, …; empty when it has ended meanwhile."""
    try:
        return (place / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []

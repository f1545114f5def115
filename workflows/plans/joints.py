"""和, 及, 与 and / between the names of bodies: 市公安局和市交通运输局 are two, 市工业和信息化局 is one.

Such a word parts names where a body's name can end before it and does not end in the middle of one: 局和市…, never 工业和信息化.
"""

from __future__ import annotations

from workflows.plans.brackets import outer_brackets
from workflows.plans.han import both

_BODY_ENDS = "局委办厅院府处"
_AFTER_BODY = rf"(?:(?<=[{_BODY_ENDS}])|(?<=公司|集团|中心|支队|大队)|(?<=委员会|管委会|联合会|办公室|指挥部))"
_PLACE = "县市区旗镇乡道）)"
_JOINT = both(
    rf"{_AFTER_BODY}(?:以及|[和及与/／])(?=[\u4e00-\u9fa5])"
    rf"|(?<=部)(?:以及|[和及与/／])(?=[省市州盟县区旗])"
    rf"|(?<=[{_PLACE}])(?:以及|[和及与])(?=各?[\u4e00-\u9fa5（）()、]{{1,12}}(?:县|市|区|旗|镇|乡|街道|管委会|政府|党委|公司))"
)


def parted(printed: str) -> list[str]:
    """The names of one entry of a list, in order; joints inside brackets part nothing."""
    joints = list(_JOINT.finditer(printed))
    if not joints:
        return [printed]
    inside = {at for bracket in outer_brackets(printed) for at in range(bracket.start, bracket.end)}
    outside = [match for match in joints if match.start() not in inside]
    starts = [0, *(match.end() for match in outside)]
    ends = [*(match.start() for match in outside), len(printed)]
    return [printed[start:end] for start, end in zip(starts, ends, strict=True)]

"""The permission table, said in words."""

from __future__ import annotations

from workflows.rules.permission_words import WORDS, actions_of
from workflows.rules.permissions import ACTIONS
from workflows.rules.roles import ROLES


def test_every_action_of_the_table_has_its_words_and_no_word_is_left_over() -> None:
    assert set(WORDS) == set(ACTIONS)
    assert len(set(WORDS.values())) == len(WORDS), "two actions cannot be told apart"


def test_a_handler_does_what_the_part_of_their_unit_allows() -> None:
    said = actions_of(ROLES["handler"])
    assert "申请延期（本单位是责任单位时）" in said
    assert not any("作废文书" in each for each in said)


def test_administrators_do_nothing_to_a_problem() -> None:
    for key in ("system_admin", "security_admin", "journal_admin"):
        assert not {"作废文书", "决定延期", "登记整改方案", "转办任何人的任务"} & set(actions_of(ROLES[key]))

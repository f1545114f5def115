"""The page about the API: everything on it, in both languages, without a script of its own."""

from __future__ import annotations

import gzip

import pytest

from tests.web.browser import Visitor, words
from webapp.api.operation import OPERATIONS
from workflows.rules.tokens import SCOPES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_can_read_what_there_is(stranger: Visitor, language: str) -> None:
    page = stranger.opens(f"/api?lang={language}" if language == "en" else "/api")
    for each in OPERATIONS:
        assert page.count(f'href="#{each.name}"') == 1, each.name
        assert page.count(f'id="{each.name}"') == 1, each.name
        assert (each.says.partition("\n")[0] if language == "en" else each.title) in words(page)
    for scope in SCOPES:
        assert f"<code>{scope}</code>" in page
    assert "Idempotency-Key" in page
    assert len(gzip.compress(page.encode())) < 60_000


def test_the_document_is_open_to_programs_without_a_token(stranger: Visitor) -> None:
    answer = stranger.client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json["openapi"] == "3.1.0"
    assert len(answer.json["paths"]) > 50


def test_an_example_names_what_must_be_sent(stranger: Visitor) -> None:
    page = words(stranger.opens("/api"))
    assert "curl -X POST -H 'Authorization: Bearer xh_…' http://127.0.0.1:8000/api/v1/tasks/task_id/completion" in page
    assert """-d '{"values": {}}'""" in page
    assert "-F files=@FILE" in page

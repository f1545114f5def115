"""What travels compressed, and what does not."""

from __future__ import annotations

import gzip

from flask import Flask

from tests.web.browser import Visitor
from webapp.assets import asset

ASKING = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_travels_compressed_to_a_browser_and_plain_to_whoever_does_not_ask(stranger: Visitor) -> None:
    plain = stranger.client.get("/verify")
    squeezed = stranger.client.get("/verify", headers=ASKING)
    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "<main" in gzip.decompress(squeezed.data).decode()
    assert int(squeezed.headers["Content-Length"]) == len(squeezed.data) < len(plain.data)
    assert all("Accept-Encoding" in each.headers["Vary"] for each in (plain, squeezed))


def test_who_refuses_gzip_is_not_sent_it(stranger: Visitor) -> None:
    assert "Content-Encoding" not in stranger.client.get("/verify", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_stylesheet_is_the_same_text_compressed_and_known_again_by_its_tag(app: Flask, stranger: Visitor) -> None:
    with app.test_request_context():
        address = asset("css/xiaohao.css")
    plain, squeezed = stranger.client.get(address), stranger.client.get(address, headers=ASKING)
    assert gzip.decompress(squeezed.data) == plain.data
    assert "immutable" in squeezed.headers["Cache-Control"]
    again = stranger.client.get(address, headers={**ASKING, "If-None-Match": squeezed.headers["ETag"]})
    assert again.status_code == 304


def test_a_piece_of_a_file_and_a_small_answer_stay_as_they_are(app: Flask, stranger: Visitor) -> None:
    with app.test_request_context():
        style, mark = asset("css/xiaohao.css"), asset("mark.svg")
    piece = stranger.client.get(style, headers={**ASKING, "Range": "bytes=0-99"})
    assert (piece.status_code, len(piece.data)) == (206, 100)
    assert "Content-Encoding" not in piece.headers
    assert "Content-Encoding" not in stranger.client.get(mark, headers=ASKING).headers


def test_a_page_of_refusal_travels_compressed_too(stranger: Visitor) -> None:
    answer = stranger.client.get("/nowhere", headers=ASKING)
    assert answer.status_code == 404
    assert "<main" in gzip.decompress(answer.data).decode()

"""Mail: few, readable, sent once as far as that can be promised, and never in the clear with a password."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.city import City
from tests.jobs.posting import Post, chooses, mails, occurs, passes, posting, serving, trusted
from webapp import messaging, smtp
from webapp.letters import Sender, trial_letter
from workflows.actions import mails as actions
from workflows.records import Person
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import InvalidInput

RETURNED = {"box": "落实整改措施", "reason": "十月的监测数据缺失，\n须补齐。"}


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    """周敏 has given an address, and read everything."""
    city = City.founded(sqlite_engine, tmp_path / "evidence")
    chooses(city, "周敏")
    with city.transaction() as session:
        from workflows.records import Occurrence

        session.query(Occurrence).update({Occurrence.told_at: city.now})
    return city


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def port(post: Post) -> Iterator[int]:
    with serving(post) as port:
        yield port


def test_five_messages_of_a_minute_are_one_mail(city: City, post: Post, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    for _ in range(3):
        occurs(city, "task_returned", "周敏", **RETURNED)
        messaging.tell(house)
        passes(city, seconds=20)
    assert messaging.post(house) == 0, "it waits for others"
    passes(city, minutes=2)
    assert messaging.post(house) == 1
    [mail] = post.taken
    assert mail["Subject"] == "销号：3 条消息（任务被退回）"
    assert mail["To"] == "zhoumin@example.cn"
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("周敏，您好：")
    assert text.count("“落实整改措施”被退回，须重新办理") == 3
    assert "https://xiaohao.example.cn/account/messages" in text
    page = mail.get_body(("html",)).get_content()
    assert '<a href="https://xiaohao.example.cn/">“落实整改措施”被退回' in page
    assert messaging.post(house) == 0


def test_what_is_gathered_goes_with_the_digest_of_the_next_working_day(
    city: City, post: Post, port: int, tmp_path: Path
) -> None:
    house = posting(city, tmp_path, port)
    city.now = datetime(2026, 11, 6, 18, 0, tzinfo=CITY_ZONE)  # a Friday
    for number in range(2):
        occurs(city, "mentioned", "周敏", by="孙悦", text=f"第 {number} 条评论")
        messaging.tell(house)
        passes(city, minutes=30)
    [mail] = mails(city)
    assert mail.digest
    assert mail.due_at.astimezone(CITY_ZONE) == datetime(2026, 11, 9, 8, 30, tzinfo=CITY_ZONE)
    city.now = mail.due_at
    assert messaging.post(house) == 1
    assert "第 0 条评论" in post.taken[0].get_body(("plain",)).get_content()


def test_what_falls_in_the_quiet_hours_waits_for_their_end(city: City, post: Post, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    for hour in (22, 23):
        city.now = datetime(2026, 11, 3, hour, 30, tzinfo=CITY_ZONE)
        occurs(city, "task_returned", "周敏", **RETURNED)
        messaging.tell(house)
        messaging.post(house)
    city.now = datetime(2026, 11, 4, 6, 59, tzinfo=CITY_ZONE)
    assert messaging.post(house) == 0
    city.now = datetime(2026, 11, 4, 7, 0, tzinfo=CITY_ZONE)
    assert messaging.post(house) == 1
    assert "2 条消息" in post.taken[0]["Subject"]


def test_what_was_read_meanwhile_is_not_mailed(city: City, post: Post, port: int, tmp_path: Path) -> None:
    from workflows.actions import reading

    house = posting(city, tmp_path, port)
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    passes(city, minutes=5)
    with city.transaction() as session:
        reading.read_all(session, until=city.now, by=city.people["周敏"], at=city.now)
    assert messaging.post(house) == 0
    assert [mail.state for mail in mails(city)] == ["dropped"]
    assert post.taken == []


def test_whose_account_says_english_gets_the_mail_in_english(city: City, post: Post, port: int, tmp_path: Path) -> None:
    from workflows.actions import accounts

    house = posting(city, tmp_path, port)
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    with city.transaction() as session:
        accounts.choose_language(session, language="en", by=city.people["周敏"])
    passes(city, minutes=5)
    assert messaging.post(house) == 1
    [mail] = post.taken
    assert mail["Subject"] == "Xiaohao: “Rectify” was returned and must be done again"
    text = "\n".join(mail.get_body(("plain",)).get_content().splitlines())
    assert text.startswith("Dear 周敏,\n\nYou have 1 unread message:\n")
    assert "   十月的监测数据缺失，\n   须补齐。\n" in text, "what somebody wrote stays as they wrote it"


def test_who_was_deactivated_meanwhile_gets_no_mail(city: City, post: Post, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    with city.transaction() as session:
        session.get_one(Person, city.people["周敏"]).active = False
    passes(city, minutes=5)
    assert messaging.post(house) == 0
    assert post.taken == []


def test_who_chose_never_or_gave_no_address_gets_none(city: City, post: Post, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    chooses(city, "周敏", mail__task_returned="never")
    occurs(city, "task_returned", "周敏", **RETURNED)
    occurs(city, "task_returned", "马东", **RETURNED)
    messaging.tell(house)
    assert [mail for mail in mails(city) if not mail.digest] == [
        mail for mail in mails(city) if mail.person_id == city.people["周敏"] and not mail.digest
    ]
    assert "task_returned" not in str(post.taken)
    with city.transaction() as session:
        from workflows.records import Message

        assert session.query(Message).filter(Message.person_id == city.people["马东"]).one().mail_id is None


@pytest.mark.parametrize("answer", ["451 try again", "421 too busy"])
def test_a_server_that_asks_for_patience_is_tried_again_and_given_up_in_the_end(
    city: City, post: Post, port: int, tmp_path: Path, answer: str
) -> None:
    house = posting(city, tmp_path, port)
    post.data = answer
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    tried = []
    for _ in range(20):
        passes(city, hours=13)
        messaging.post(house)
        tried.append(mails(city)[-1].state)
    last = mails(city)[-1]
    assert tried.index("dead") == 6, "seven tries"
    assert last.tries == 7
    assert answer[:3] in (last.error or "")


def test_a_mailbox_the_server_does_not_know_is_given_up_at_once(
    city: City, post: Post, port: int, tmp_path: Path
) -> None:
    house = posting(city, tmp_path, port)
    post.recipient = "550 no such user"
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    passes(city, minutes=5)
    messaging.post(house)
    [mail] = mails(city)
    assert (mail.state, mail.tries) == ("dead", 1)
    assert "对方不收这个邮箱（550 no such user）" in (mail.error or "")


def test_a_server_that_is_down_or_silent_loses_nothing(city: City, post: Post, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        occurs(city, "task_returned", "周敏", **RETURNED)
        house = posting(city, tmp_path, silent.getsockname()[1], smtp_seconds=0.2)
        messaging.tell(house)
        passes(city, minutes=5)
        assert messaging.post(house) == 0
        assert "太久没有答复" in (mails(city)[-1].error or "")
    passes(city, minutes=2)
    assert messaging.post(house) == 0
    assert "连不上邮件服务器" in (mails(city)[-1].error or "")
    passes(city, minutes=6)
    with serving(post) as port:
        assert messaging.post(posting(city, tmp_path, port)) == 1
    assert len(post.taken) == 1


def test_a_worker_killed_before_it_could_note_that_it_sent_sends_the_same_mail_again(
    city: City, post: Post, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = posting(city, tmp_path, port)
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    passes(city, minutes=5)

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr(actions, "sent", killed)
        with pytest.raises(Killed):
            messaging.post(house)
    assert messaging.post(house) == 0, "nobody sends it while the first may still be at it"
    passes(city, minutes=11)
    assert messaging.post(house) == 1
    first, second = post.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@xiaohao.example.cn>")


def test_two_workers_send_a_mail_once(city: City, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    occurs(city, "task_returned", "周敏", **RETURNED)
    messaging.tell(house)
    passes(city, minutes=5)
    with city.transaction() as session:
        [due] = actions.due_mails(session, at=city.now)
        assert actions.take(session, mail_id=due, at=city.now) is not None
    with city.transaction() as session:
        assert actions.take(session, mail_id=due, at=city.now) is None


def test_nothing_a_person_types_becomes_a_header(city: City, post: Post, port: int, tmp_path: Path) -> None:
    house = posting(city, tmp_path, port)
    for address in (
        "a@example.cn\nBcc: all@example.cn",
        "a@example.cn, b@example.cn",
        "张三@例子.中国",
        "a b@example.cn",
        "<a@b.cn>",
    ):
        with pytest.raises(InvalidInput):
            chooses(city, "周敏", address=address)
    occurs(city, "task_returned", "周敏", box="落实\r\nBcc: all@example.cn\r\n\r\n<script>", reason="<b>粗体</b>")
    messaging.tell(house)
    passes(city, minutes=5)
    assert messaging.post(house) == 1
    [mail] = post.taken
    assert mail["Bcc"] is None
    assert post.envelopes[0].rcpt_tos == ["zhoumin@example.cn"]
    page = mail.get_body(("html",)).get_content()
    assert "<script>" not in page
    assert "<b>粗体" not in page


def test_a_password_is_sent_over_tls_only(city: City, post: Post, tmp_path: Path) -> None:
    context, trust = trusted(tmp_path)
    secret = tmp_path / "password"
    secret.write_text("geheim-2026\n", encoding="utf-8")
    letter = trial_letter(Sender(address="a@example.cn", office="办公室", base="https://x.cn"), "b@example.cn")
    named = {"smtp_host": "localhost", "smtp_user": "xiaohao", "smtp_password_file": secret, "smtp_ca_file": trust}
    options = {"authenticator": post.lets_in, "tls_context": context, "require_starttls": True, "auth_required": True}
    with serving(post, **options) as port:
        settings = posting(city, tmp_path, port, **named, smtp_security="starttls").settings
        smtp.send(settings, letter)
        secret.write_text("falsch", encoding="utf-8")
        with pytest.raises(smtp.MailNotSent, match="不认发信账号或密码"):
            smtp.send(settings, letter)
        with pytest.raises(smtp.MailNotSent, match="证书"):
            smtp.send(settings.model_copy(update={"smtp_ca_file": None}), letter)
    assert set(post.signed_in) == {"xiaohao"}
    assert len(post.taken) == 1
    plain = settings.model_copy(update={"smtp_host": "mail.example.cn", "smtp_security": "none"})
    with pytest.raises(smtp.MailNotSent, match="没有加密的连接不能送出密码"):
        smtp.send(plain, letter)


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(city: City, post: Post, port: int, tmp_path: Path) -> None:
    letter = trial_letter(Sender(address="a@example.cn", office="办公室", base="https://x.cn"), "b@example.cn")
    with pytest.raises(smtp.MailNotSent, match="STARTTLS"):
        smtp.send(posting(city, tmp_path, port, smtp_security="starttls").settings, letter)
    assert post.taken == []


def test_a_site_without_a_mail_server_keeps_no_mails(city: City, tmp_path: Path) -> None:
    house = posting(city, tmp_path, 25, smtp_host="")
    occurs(city, "task_returned", "周敏", **RETURNED)
    assert messaging.tell(house) == 1
    assert mails(city) == []
    assert messaging.post(house) == 0


def test_the_choices_are_kept_whole_or_not_at_all(city: City) -> None:
    with pytest.raises(InvalidInput) as refused:
        chooses(
            city, "周敏", address="niemand", quiet_from="25:00", digest_days="sometimes", mail__overdue="vielleicht"
        )
    assert {each.field for each in refused.value.problems} == {
        "address",
        "quiet_from",
        "digest_days",
        "mail-overdue",
    }


def test_working_days_follow_the_city_s_calendar(city: City, tmp_path: Path) -> None:
    house = posting(city, tmp_path, 25)
    with city.transaction() as session:
        from workflows.actions import calendars

        calendars.set_day(session, day="2026-11-09", kind="off", reason="市庆放假", by=city.people["孙悦"], at=city.now)
    city.now = datetime.combine(date(2026, 11, 6), time(18), CITY_ZONE)
    occurs(city, "mentioned", "周敏", by="孙悦", text="请看")
    messaging.tell(house)
    assert mails(city)[-1].due_at.astimezone(CITY_ZONE).date() == date(2026, 11, 10)

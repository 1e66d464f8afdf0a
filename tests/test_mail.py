"""Handing mail to a server: what it looks like there."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.mailbox import Mailbox
from bot.demo.workspace import Workspace
from bot.mail import Mail, Mailer, MailRefused, Trouble
from bot.mail_wire import written
from tests.mail_servers import AT, FROM, MAIL, Real


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A plain server on this machine."""
    with Mailbox(Workspace(), lambda: AT) as running:
        yield running


@pytest.fixture(scope="module")
def plain() -> Iterator[Real]:
    """The same, for what stands in the message byte by byte."""
    with Real() as running:
        yield running


def sent(server: Real, mail: Mail) -> bytes:
    """The bytes that arrive."""
    Mailer(f"smtp://127.0.0.1:{server.port}", FROM).send(mail)
    return server.taken[-1][0]


def test_what_arrives(plain: Real, mailbox: Mailbox) -> None:
    """Who writes, whom to answer, when, the same id each time, and the words as text and as escaped HTML."""
    Mailer(mailbox.url, FROM).send(MAIL)
    got = mailbox.mails[-1]
    assert got["from"] == {"name": "Ana Torres (vía Norte)", "address": FROM}
    assert got["reply_to"] == {"name": "Ana Torres (vía Norte)", "address": "ana@norte.example"}
    assert got["to"] == {"name": "Marta Ruiz", "address": "marta@acme.example"}
    assert (got["subject"], got["text"], got["message_id"]) == (MAIL.subject, MAIL.body, MAIL.message_id)
    assert "<p>Hola, Marta:</p>\n<p>Ya ha salido &lt;todo&gt; &amp; llega a las 12.<br>" in got["html"]
    message = email.message_from_bytes(sent(plain, MAIL))
    assert parsedate_to_datetime(message["Date"]) == AT
    assert "Auto-Submitted" not in message
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_bytes_that_any_server_takes(plain: Real) -> None:
    """ASCII only, short lines, CRLF throughout, and a dot alone does not end the message."""
    body = "ñ" * 3000 + "\n.\n..dos\nfin\rde línea \x00\x1b" + "x" * 3000
    raw = sent(plain, replace(MAIL, body=body, subject="año " * 200, to_name="Ñuñoa, " * 40))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 200
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    part = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == body.replace("\r", "\n").translate({0: None, 27: None}) + "\n"


ATTACKS = [
    "Hola\r\nBcc: otro@malo.example",
    "Hola\nBcc: otro@malo.example\n\nCuerpo",
    "=?utf-8?q?a=0d=0aBcc:otro@malo.example?=",
    "\u2028Bcc: otro@malo.example\x0bX: y\x85Z: w",
    'Ana" <otro@malo.example>, "',
    "Ana, otro@malo.example",
    "grupo: otro@malo.example;",
    "Lorem ipsum dolor sit amet consectetur, adipiscing elit <otro@malo.example>, sed do eiusmod",
]


def check_headers(raw: bytes) -> None:
    """Nobody but the right people, in the eyes of an old parser and of plain text, and no header more than ours."""
    message = email.message_from_bytes(raw)
    assert sorted(message.keys()) == sorted(
        ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Content-Type", "MIME-Version"]
    )
    right = {"From": FROM, "Reply-To": MAIL.reply_to, "To": MAIL.to}
    for name, address in right.items():
        assert [found for _, found in getaddresses([message[name]])] == [address]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_writes_headers(plain: Real, mailbox: Mailbox, attack: str) -> None:
    """Whatever stands in a name or a subject is only that name or subject."""
    mail = replace(MAIL, subject=attack, sender_name=attack, to_name=attack, body=attack)
    check_headers(sent(plain, mail))
    Mailer(mailbox.url, FROM).send(mail)
    got = mailbox.mails[-1]
    seen = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", attack).split())
    assert (got["subject"], got["from"]["name"], got["to"]["name"]) == (seen, seen, seen)


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]) | st.just(" "), max_size=120).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(NAMES, NAMES, st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=2000))
def test_words_come_through(mailbox: Mailbox, name: str, subject: str, body: str) -> None:
    """Names, subjects and texts in any script are read as they were written."""
    mail = replace(MAIL, sender_name=name, to_name=name, subject=subject, body=body)
    check_headers(written(mail, FROM, MAIL.to, MAIL.reply_to))
    Mailer(mailbox.url, FROM).send(mail)
    got = mailbox.mails[-1]
    assert (got["from"]["name"], got["reply_to"]["name"], got["to"]["name"]) == (name, name, name)
    assert got["subject"] == subject
    assert got["text"] == body.strip("\n") + "\n"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"to": "marta@acme.example\r\nBcc: otro@malo.example"}, Trouble.RECIPIENT),
        ({"to": "marta"}, Trouble.RECIPIENT),
        ({"to": "josé@acme.example"}, Trouble.RECIPIENT),
        ({"reply_to": "ana@norte.example, otro@malo.example"}, Trouble.REPLY_TO),
    ],
)
def test_addresses_that_are_none(mailbox: Mailbox, changes: dict[str, str], reason: Trouble) -> None:
    """An address that cannot be one is refused before anybody is asked."""
    before = len(mailbox.mails)
    with pytest.raises(MailRefused) as refused:
        Mailer(mailbox.url, FROM).send(replace(MAIL, **changes))  # type: ignore[arg-type]
    assert (refused.value.reason, refused.value.code) == (reason, None)
    assert len(mailbox.mails) == before


def test_a_domain_with_accents(mailbox: Mailbox) -> None:
    """Its form for machines is what the server gets."""
    Mailer(mailbox.url, FROM).send(replace(MAIL, to="marta@peña.example"))
    assert mailbox.mails[-1]["to"]["address"] == "marta@xn--pea-8ma.example"


def test_the_moment_with_its_zone(plain: Real) -> None:
    """The date says the same moment in whatever zone it is given."""
    message = email.message_from_bytes(sent(plain, replace(MAIL, at=AT.astimezone(ZoneInfo("America/Bogota")))))
    assert message["Date"] == "Mon, 09 Mar 2026 05:30:00 -0500"

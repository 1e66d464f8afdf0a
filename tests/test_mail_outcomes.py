"""Handing mail to a server: logins, TLS, and what its sender is told when it goes wrong."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from bot.demo.mailbox import Mailbox
from bot.demo.workspace import Workspace
from bot.mail import Mailer, MailError, MailLater, MailRefused, MailUncertain, Trouble
from tests.mail_servers import AT, ELSEWHERE, FROM, LOGIN, MAIL, USER, Real, check, elsewhere, scripted, server_context


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


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """Who signs the certificates of these tests, and the file that says so."""
    made = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, path


@pytest.fixture
def trusted(authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """This machine trusts that authority, and ``ELSEWHERE`` leads to a server here."""
    elsewhere(monkeypatch)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    return authority[0]


# TLS and logins


def test_starttls_and_login(trusted: trustme.CA) -> None:
    """Another machine is talked to over TLS only, with the password as it is, and the certificate is checked."""
    context = server_context(trusted.issue_cert(ELSEWHERE))
    with Real(tls_context=context, require_starttls=True, auth_required=True, authenticator=check) as server:
        Mailer(f"smtp://{USER}@{ELSEWHERE}:{server.port}", FROM).send(MAIL)
        assert [safe for _, safe in server.taken] == [True]
        with pytest.raises(MailRefused) as refused:
            Mailer(f"smtp://ana:no@{ELSEWHERE}:{server.port}", FROM).send(MAIL)
        assert (refused.value.reason, refused.value.code) == (Trouble.LOGIN, 535)
        with pytest.raises(MailRefused) as refused:
            Mailer(f"smtp://{ELSEWHERE}:{server.port}", FROM).send(MAIL)
        assert (refused.value.reason, refused.value.code) == (Trouble.LOGIN, 530)
        assert len(server.taken) == 1


def test_tls_from_the_start(trusted: trustme.CA) -> None:
    """smtps speaks TLS before anything else."""
    with Real(ssl_context=server_context(trusted.issue_cert(ELSEWHERE))) as server:
        Mailer(f"smtps://{ELSEWHERE}:{server.port}", FROM).send(MAIL)
        assert len(server.taken) == 1


@pytest.mark.parametrize("name", ["otro.example", ELSEWHERE])
def test_a_certificate_that_cannot_be_trusted(trusted: trustme.CA, name: str) -> None:
    """In another name, or signed by a stranger: nothing is sent, with STARTTLS and without."""
    signer = trustme.CA() if name == ELSEWHERE else trusted
    context = server_context(signer.issue_cert(name))
    with Real(tls_context=context) as server:
        untrusted(f"smtp://{USER}@{ELSEWHERE}:{server.port}")
        assert server.taken == []
    with Real(ssl_context=context) as server:
        untrusted(f"smtps://{USER}@{ELSEWHERE}:{server.port}")
        assert server.taken == []


def untrusted(url: str) -> None:
    """Nothing can be sent there, for lack of safety."""
    with pytest.raises(MailLater) as later:
        Mailer(url, FROM).send(MAIL)
    assert later.value.reason is Trouble.INSECURE


def test_without_tls_only_at_home(trusted: trustme.CA, plain: Real) -> None:
    """A server elsewhere that offers no TLS, or cannot start it, gets nothing, least of all a password."""
    untrusted(f"smtp://{USER}@{ELSEWHERE}:{plain.port}")
    with scripted(ehlo="250-hola\r\n250 STARTTLS", starttls="502 no") as port:
        untrusted(f"smtp://{USER}@{ELSEWHERE}:{port}")


def test_any_certificate_at_home(authority: tuple[trustme.CA, Path]) -> None:
    """A server on this machine may have any certificate: nobody is in between."""
    with Real(tls_context=server_context(authority[0].issue_cert("otro.example")), require_starttls=True) as server:
        Mailer(f"smtp://127.0.0.1:{server.port}", FROM).send(MAIL)
        assert server.taken[-1][1]


def test_no_secret_in_sight(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """The password is in no error and no log, also when the server repeats it."""
    caplog.set_level(logging.DEBUG)
    for answer in ("535 no: cl@ve:1/#", "454 cl@ve:1/#", "334 !", None):
        with scripted(ehlo="250-hola\r\n250 AUTH PLAIN", auth=answer) as port, pytest.raises(MailError) as failed:
            Mailer(f"smtp://{USER}@127.0.0.1:{port}", FROM).send(MAIL)
        assert LOGIN[1] not in f"{failed.value!s} {failed.value!r} {failed.value.said}"
        assert failed.value.__cause__ is None
    with scripted() as port, pytest.raises(MailRefused, match="login"):
        Mailer(f"smtp://{USER}@127.0.0.1:{port}", FROM).send(MAIL)
    assert LOGIN[1] not in caplog.text + "".join(capfd.readouterr())


# What goes wrong


def test_down_and_up_again() -> None:
    """While the server is down nothing is sent; once it is back the same mail goes out."""
    mailbox = Mailbox(Workspace(), lambda: AT).start()
    mailer = Mailer(mailbox.url, FROM)
    mailbox.stop()
    with pytest.raises(MailLater) as later:
        mailer.send(MAIL)
    assert later.value.reason is Trouble.UNREACHABLE
    with mailbox:
        mailer.send(MAIL)
        assert [mail["message_id"] for mail in mailbox.mails] == [MAIL.message_id]


def test_faults(mailbox: Mailbox) -> None:
    """Refused, greylisted, slow, and broken off after the data are told apart; nothing is sent but in the last."""
    mailer = Mailer(mailbox.url, FROM, timeout=0.3)
    before = len(mailbox.mails)
    mailbox.faults.refuse = {MAIL.to}
    with pytest.raises(MailRefused) as refused:
        mailer.send(MAIL)
    assert (refused.value.reason, refused.value.code) == (Trouble.RECIPIENT, 550)
    mailbox.faults.refuse = set()
    mailbox.faults.slow = 5
    begun = time.monotonic()
    with pytest.raises(MailLater, match="unreachable"):
        mailer.send(MAIL)
    assert time.monotonic() - begun < 3
    mailbox.faults.slow = 0
    mailbox.faults.greylist = True
    with pytest.raises(MailLater) as later:
        mailer.send(MAIL)
    assert (later.value.reason, later.value.code) == (Trouble.NOT_NOW, 451)
    assert len(mailbox.mails) == before
    mailer.send(MAIL)
    assert len(mailbox.mails) == before + 1
    mailbox.faults.drop_after_data = True
    with pytest.raises(MailUncertain):
        mailer.send(MAIL)
    mailbox.faults.drop_after_data = False
    assert [mail["message_id"] for mail in mailbox.mails[before:]] == [MAIL.message_id] * 2


LATER, REFUSED, UNCERTAIN = MailLater, MailRefused, MailUncertain


@pytest.mark.parametrize(
    ("stage", "answer", "error", "reason"),
    [
        ("greeting", "554 no", REFUSED, Trouble.SENDER),
        ("greeting", "421 later", LATER, Trouble.NOT_NOW),
        ("greeting", None, LATER, Trouble.UNREACHABLE),
        ("greeting", "", LATER, Trouble.UNREACHABLE),
        ("mail", "530 log in first", REFUSED, Trouble.LOGIN),
        ("mail", "553 not you", REFUSED, Trouble.SENDER),
        ("mail", "451 later", LATER, Trouble.NOT_NOW),
        ("rcpt", "550 nobody", REFUSED, Trouble.RECIPIENT),
        ("rcpt", "251 will forward", None, None),
        ("rcpt", "450 later", LATER, Trouble.NOT_NOW),
        ("rcpt", None, LATER, Trouble.UNREACHABLE),
        ("data", "554 no", REFUSED, Trouble.CONTENT),
        ("data", "451 later", LATER, Trouble.NOT_NOW),
        ("data", "250 what", LATER, Trouble.UNREACHABLE),
        ("data", None, LATER, Trouble.UNREACHABLE),
        ("end", "554 looks like spam", REFUSED, Trouble.CONTENT),
        ("end", "452 full", LATER, Trouble.NOT_NOW),
        ("end", None, UNCERTAIN, Trouble.UNREACHABLE),
        ("end", "", UNCERTAIN, Trouble.UNREACHABLE),
        ("end", "what?", UNCERTAIN, Trouble.UNREACHABLE),
        ("end", "354 more", UNCERTAIN, Trouble.UNREACHABLE),
        ("quit", None, None, None),
        ("quit", "500 no", None, None),
    ],
)
def test_each_stage(stage: str, answer: str | None, error: type[MailError] | None, reason: Trouble | None) -> None:
    """Before the end nothing is sent, after it nobody knows, and what follows an acceptance changes nothing."""
    with scripted(**{stage: answer}) as port:
        mailer = Mailer(f"smtp://127.0.0.1:{port}", FROM, timeout=0.2)
        if error is None:
            mailer.send(MAIL)
            return
        with pytest.raises(error) as failed:
            mailer.send(MAIL)
        assert failed.value.reason is reason


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smtp://",
        "http://correo.example",
        "correo.example:587",
        "smtp://ana:clave secreta/con#cosas@correo.example",
        "smtp://ana:clave:secreta@correo.example:clave",
        "smtp://ana@correo.example",
        "smtp://ana:contraseña@correo.example",
        "smtp://correo.example:99999",
        "smtp://correo.example/inbox",
        f"smtp://{'a' * 70}.example",
    ],
)
def test_a_bad_url(url: str) -> None:
    """One plain sentence says how to write it, and repeats nothing of it."""
    with pytest.raises(ValueError, match=r"^SMTP_URL no se entiende.*\.$") as refused:
        Mailer(url, FROM)
    assert "secreta" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_bad_sender() -> None:
    """The sender's address is checked when the bot starts, not at the first mail."""
    with pytest.raises(ValueError, match=r"^MAIL_FROM no es una dirección"):
        Mailer("smtps://correo.example", "Norte\r\nBcc: otro@malo.example")

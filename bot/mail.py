"""E-mail to clients, handed over to the firm's own mail server. What became of it is told apart exactly.

Three outcomes matter to whoever sends (contract.md "Promises" 2): nothing was sent, it was refused for good, or the
line broke when it may already have been taken. ``smtplib.SMTP.sendmail`` blurs these, so its steps are taken here.
"""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from bot.mail_wire import Mail, one_line, written

__all__ = ["Mail", "MailError", "MailLater", "MailRefused", "MailUncertain", "Mailer", "Trouble"]

_PORTS = {"smtp": 587, "smtps": 465}
#: Servers look through a message before they take it; giving up then would leave it in doubt for no good reason.
_PATIENCE = 6
#: The mail is taken (or not) before this is said; nobody should wait for the answer.
_GOODBYE_SECONDS = 1.0
#: Also sent in answer to MAIL, by servers that want a login first (RFC 4954 §6).
_LOGIN_CODES = {530, 534, 535, 538}
_BAD_URL = (
    "SMTP_URL no se entiende: escríbela así, smtp://usuario:clave@servidor:587, con los signos especiales "
    "de la clave en su forma %XX."
)
_BAD_FROM = "MAIL_FROM no es una dirección de correo: escríbela entera, por ejemplo incidentes@empresa.es."


class Trouble(StrEnum):
    """Why a mail did not go out."""

    UNREACHABLE = "unreachable"  # no connection, or it broke, or no answer in time
    INSECURE = "insecure"  # no TLS, or a certificate that cannot be trusted
    NOT_NOW = "not_now"  # the server asks for another try (4xx), as greylisting does
    RECIPIENT = "recipient"  # the client's address
    SENDER = "sender"  # MAIL_FROM
    REPLY_TO = "reply_to"  # the owner's address
    LOGIN = "login"  # user and password
    CONTENT = "content"  # this mail


class MailError(Exception):
    """``said`` are the server's own words, for the log; never those about a login."""

    def __init__(self, reason: Trouble, code: int | None, said: str) -> None:
        super().__init__(" ".join(str(part) for part in (reason, code, said) if part))
        self.reason, self.code, self.said = reason, code, said


class MailLater(MailError):
    """Nothing was sent; another try may do."""

    def __init__(self, reason: Trouble, code: int | None = None, said: str = "") -> None:
        super().__init__(reason, code, said)


class MailRefused(MailError):
    """Nothing was sent, and another try would not help. ``code`` is None when the server was not even asked."""

    def __init__(self, code: int | None, reason: Trouble, said: str = "") -> None:
        super().__init__(reason, code, said)


class MailUncertain(MailError):
    """The line broke after the last byte: it may have gone out."""

    def __init__(self) -> None:
        super().__init__(Trouble.UNREACHABLE, None, "no answer after the data")


class Mailer:
    """Sends through one server. Each mail has a connection of its own, so any thread may send.

    ``smtp_url`` is ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://host:465``; only a server on this machine
    may be talked to without TLS. ``timeout`` is in seconds, for each answer. Raises ValueError with a sentence for
    the person who sets up the bot.
    """

    def __init__(self, smtp_url: str, mail_from: str, *, timeout: float = 10) -> None:
        self._implicit_tls, self._host, self._port, self._login = _server(smtp_url)
        sender = _ascii(mail_from)
        if sender is None:
            raise ValueError(_BAD_FROM)
        self._from, self._timeout = sender, timeout
        self._is_local = _is_loopback(self._host)

    def send(self, mail: Mail) -> None:
        """Hands one mail to the server. Raises MailLater, MailRefused or MailUncertain."""
        to, reply_to = _ascii(mail.to), _ascii(mail.reply_to)
        if to is None:
            raise MailRefused(None, Trouble.RECIPIENT)
        if reply_to is None:
            raise MailRefused(None, Trouble.REPLY_TO)
        content = written(mail, self._from, to, reply_to)
        with _nothing_sent_yet(Trouble.SENDER):
            server = self._connect()
        try:
            with _nothing_sent_yet(Trouble.SENDER):
                self._introduce(server)
                _expect(server.mail(self._from), Trouble.SENDER)
                _expect(server.rcpt(to), Trouble.RECIPIENT)
                _expect(server.docmd("DATA"), Trouble.CONTENT, 354)
                server.send(re.sub(rb"(?m)^\.", b"..", content))
            self._finish(server)
        finally:
            _leave(server)

    def _connect(self) -> smtplib.SMTP:
        # The domain of the sender is a full name that exists, which the machine's own often is not.
        name = self._from.rpartition("@")[2]
        if self._implicit_tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, name, timeout=self._timeout, context=context)
        return smtplib.SMTP(self._host, self._port, name, timeout=self._timeout)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self._implicit_tls:
            self._encrypt(server)
        if self._login is None:
            return
        try:
            server.login(*self._login)
        except smtplib.SMTPAuthenticationError as error:
            # An answer about a login may repeat what it was given: nothing of it goes further, nor as a cause.
            trouble = MailLater(Trouble.NOT_NOW, error.smtp_code) if error.smtp_code in range(400, 500) else None
            raise trouble or MailRefused(error.smtp_code, Trouble.LOGIN) from None
        except smtplib.SMTPServerDisconnected:
            raise MailLater(Trouble.UNREACHABLE) from None
        except smtplib.SMTPException:
            raise MailRefused(None, Trouble.LOGIN) from None

    def _encrypt(self, server: smtplib.SMTP) -> None:
        if not server.has_extn("starttls"):
            if self._is_local:
                return
            raise MailLater(Trouble.INSECURE)
        context = ssl.create_default_context()
        if self._is_local:
            # A server on this machine rarely has a certificate in the name of «localhost», and nobody is in between.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            server.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            raise MailLater(Trouble.INSECURE, error.smtp_code) from error
        server.ehlo_or_helo_if_needed()

    def _finish(self, server: smtplib.SMTP) -> None:
        if server.sock is not None:
            server.sock.settimeout(self._timeout * _PATIENCE)
        try:
            server.send(b".\r\n")
            code, said = server.getreply()
        except OSError as error:
            raise MailUncertain from error
        if code < 200 or code in range(300, 400) or code >= 600:
            raise MailUncertain
        _expect((code, said), Trouble.CONTENT)


@contextmanager
def _nothing_sent_yet(reason: Trouble) -> Iterator[None]:
    """Whatever goes wrong here, the mail has not left: it lacks at least its end."""
    try:
        yield
    except ssl.SSLError as error:
        raise MailLater(Trouble.INSECURE, said=one_line(error.reason or "")) from error
    except smtplib.SMTPResponseException as error:
        _expect((error.smtp_code, error.smtp_error), reason)
        raise MailLater(Trouble.UNREACHABLE, error.smtp_code) from error
    except OSError as error:
        raise MailLater(Trouble.UNREACHABLE, said=one_line(str(error))) from error


def _expect(answer: tuple[int, bytes | str], reason: Trouble, wanted: int | None = None) -> None:
    code, said = answer
    words = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
    if code == wanted or (wanted is None and 200 <= code < 300):
        return
    if 500 <= code < 600:
        raise MailRefused(code, Trouble.LOGIN if code in _LOGIN_CODES else reason, words)
    raise MailLater(Trouble.NOT_NOW if 400 <= code < 500 else Trouble.UNREACHABLE, code, words)


def _leave(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.settimeout(_GOODBYE_SECONDS)
            server.quit()
    server.close()


def _server(url: str) -> tuple[bool, str, int, tuple[str, str] | None]:
    """Whether TLS comes first, host, port, and the login. The URL holds a password, so no error repeats any of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        host.encode("idna")
        login = (unquote(parts.username or ""), unquote(parts.password or ""))
        "".join(login).encode("ascii")  # the protocol's login knows no more, and smtplib says so too late
    except (ValueError, KeyError):
        raise ValueError(_BAD_URL) from None
    if not host or parts.path.strip("/") or parts.query or parts.fragment or bool(login[0]) != bool(login[1]):
        raise ValueError(_BAD_URL)
    return parts.scheme == "smtps", host, port, login if login[0] else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ascii(address: str) -> str | None:
    """The address as every mail server knows it, ``xn--`` domain included; None when it has no such form."""
    try:
        return validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return None

"""The client's mailbox: a real mail server on the loopback address that keeps what arrives with the workspace."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP as WIRE
from email.utils import parseaddr
from typing import Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from .channels import Json
from .workspace import Workspace

_OK = "250 2.0.0 Ok"


@dataclass
class MailFaults:
    """How the server misbehaves. For one that is down, stop the mailbox; started again it has the same port.

    ``refuse`` holds addresses that get 550; ``greylist`` puts each address off once with 451; ``slow`` is a pause in
    seconds before an address is answered; ``drop_after_data`` takes the mail and breaks the line instead of saying so.
    """

    refuse: set[str] = field(default_factory=set)
    greylist: bool = False
    slow: float = 0.0
    drop_after_data: bool = False


class Mailbox:
    """Every mail that anybody was sent, in ``workspace.mails``; ``clock`` says when it arrived."""

    def __init__(self, workspace: Workspace, clock: Callable[[], datetime]) -> None:
        self._workspace, self._clock = workspace, clock
        self.faults = MailFaults()
        self._put_off: set[str] = set()
        self._port = 0
        self._protocols: list[SMTP] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """What to set SMTP_URL to, once started."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def mails(self) -> list[Json]:
        """What has arrived, oldest first: ``id, message_id, at, from, reply_to, to, subject, text, html``.

        ``at`` is ISO text; the people are ``{name, address}``; ``reply_to`` is null when it was not given.
        """
        with self._workspace.lock:
            return list(self._workspace.mails)

    def start(self) -> "Mailbox":
        """Listen; returns when mail is taken. Raises OSError when the port it had before is not free any more."""
        started = threading.Event()
        failure: list[OSError] = []

        def main() -> None:
            try:
                asyncio.run(self._serve(started))
            except OSError as error:
                failure.append(error)
                started.set()

        # It would tell each command of each mail.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._thread = threading.Thread(target=main, name="demo-mailbox", daemon=True)
        self._thread.start()
        started.wait()
        if failure:
            self._thread.join()
            raise failure[0]
        return self

    def stop(self) -> None:
        """Break every connection and refuse new ones; the mails stay."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(self._stopping.set)
        thread.join()
        self._thread = None

    def __enter__(self) -> "Mailbox":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _serve(self, started: threading.Event) -> None:
        self._stopping = asyncio.Event()
        self._protocols = []
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._take, "127.0.0.1", self._port)
        self._port = server.sockets[0].getsockname()[1]
        self._loop = loop
        started.set()
        await self._stopping.wait()
        self._loop = None
        server.close()
        for protocol in self._protocols:
            if isinstance(protocol.transport, asyncio.Transport):
                protocol.transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)

    def _take(self) -> SMTP:
        protocol = SMTP(self, hostname="buzon.demo.example", loop=self._loop)
        self._protocols = [one for one in self._protocols if one.transport is not None or one.session is None]
        self._protocols.append(protocol)
        return protocol

    # aiosmtpd calls these by name.

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if self.faults.slow:
            await asyncio.sleep(self.faults.slow)
        if address in self.faults.refuse:
            return "550 5.1.1 No such user here"
        if self.faults.greylist and address not in self._put_off:
            self._put_off.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return _OK

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content or b""
        self._keep(content if isinstance(content, bytes) else content.encode())
        if self.faults.drop_after_data and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
            await asyncio.Event().wait()  # ended by the broken line
        return _OK

    def _keep(self, content: bytes) -> None:
        with self._workspace.lock:
            mail = {"id": f"M{len(self._workspace.mails) + 1:04d}", "at": self._clock().isoformat(), **_read(content)}
            self._workspace.mails.append(mail)
            self._workspace.emit({"type": "mail"}, None)


def _read(content: bytes) -> Json:
    # The older half of the library: the newer one adds spaces to long names, and fails on some (Python 3.11).
    headers = BytesHeaderParser().parsebytes(content)
    message = message_from_bytes(content, _class=EmailMessage, policy=WIRE)
    return {
        "message_id": str(headers["Message-ID"] or "").strip("<>"),
        "from": _person(headers["From"]),
        "reply_to": _person(headers["Reply-To"]),
        "to": _person(headers["To"]),
        "subject": _decoded(headers["Subject"] or ""),
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
    }


def _person(header: str | None) -> Json | None:
    if header is None:
        return None
    name, address = parseaddr(header)
    return {"name": _decoded(name), "address": address}


def _decoded(header: str) -> str:
    return str(make_header(decode_header(header)))


def _part(message: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""

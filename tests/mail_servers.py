"""A mail for the tests, and servers: a real one with TLS and logins, and one that says exactly what it is told to."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.mail import Mail

#: A name that is not this machine's, for what only other machines must do; see ``elsewhere``.
ELSEWHERE = "correo.example"
LOGIN = ("ana", "cl@ve:1/#")
USER = f"{quote(LOGIN[0], safe='')}:{quote(LOGIN[1], safe='')}"
FROM = "incidentes@norte.example"
AT = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
MAIL = Mail(
    message_id="aviso-17@norte.example",
    to="marta@acme.example",
    to_name="Marta Ruiz",
    sender_name="Ana Torres (vía Norte)",
    reply_to="ana@norte.example",
    subject="El envío de hoy ya está en camino",
    body="Hola, Marta:\n\nYa ha salido <todo> & llega a las 12.\nTe escribo entonces.\n",
    at=AT,
)


class Real(Controller):
    """aiosmtpd, keeping the envelopes and whether each came over TLS."""

    def __init__(self, **options: Any) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.taken: list[tuple[bytes, bool]] = []
        super().__init__(self, hostname="127.0.0.1", port=port, server_hostname="servidor.example", **options)

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep it."""
        assert isinstance(envelope.content, bytes)
        self.taken.append((envelope.content, session.ssl is not None))
        return "250 Ok"

    def __enter__(self) -> "Real":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def check(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
    """Lets in whoever has ``LOGIN``."""
    assert isinstance(given, LoginPassword)
    right = (given.login.decode(), given.password.decode()) == LOGIN
    return AuthResult(success=right, handled=False)


@contextmanager
def scripted(**answers: str | None) -> Iterator[int]:
    """A server on a port of its own that gives these answers by verb, and «250 ok» to the rest.

    ``greeting`` is its first line, ``end`` what it says to the final dot; None breaks the line, and "" says nothing.
    """
    usual: dict[str, str | None] = {"greeting": "220 hola", "data": "354 go on", "quit": "221 bye"}
    told = {**usual, **answers}
    over = threading.Event()

    class One(socketserver.StreamRequestHandler):
        def say(self, what: str) -> bool:
            answer = told.get(what, "250 ok")
            if answer == "":
                over.wait(10)
            if not answer:
                return False
            self.wfile.write(answer.encode() + b"\r\n")
            return True

        def handle(self) -> None:
            if not self.say("greeting"):
                return
            for line in self.rfile:
                verb = line.split()[0].decode().lower()
                if not self.say(verb) or verb == "quit":
                    return
                if verb == "data" and told["data"] == usual["data"]:
                    while self.rfile.readline() != b".\r\n":
                        pass
                    if not self.say("end"):
                        return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """The client may hang up whenever it likes."""

    with Server(("127.0.0.1", 0), One) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            over.set()
            server.shutdown()
            thread.join()


def elsewhere(monkeypatch: Any) -> None:
    """``ELSEWHERE`` leads to this machine, as if it were another one."""
    usual = socket.getaddrinfo

    def lead(host: str, *more: Any, **named: Any) -> Any:
        return usual("127.0.0.1" if host == ELSEWHERE else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lead)


def server_context(certificate: Any) -> ssl.SSLContext:
    """TLS for a server with that trustme certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context

"""Load, from a process of its own: ``python -m tests.bench.load SPEC`` (JSON in, JSON out).

``clients`` send one request after another for ``seconds`` (a closed loop), or ``rate`` requests start each second
whether or not the earlier ones were answered (an open loop: a slow answer holds up nobody's clock).
"""

import asyncio
import hashlib
import hmac
import json
import random
import sys
import time
from urllib.parse import urlencode

from tests.world import ANA, GENERAL, SECRET

TEAM = "T0BENCH"
_WORDS = (
    "pedido factura correo línea almacén nómina acceso pantalla camión impresora horno turno plazo copia envío sello"
)


def command() -> bytes:
    """A slash command, for the bare application."""
    fields = {
        "token": "x", "team_id": TEAM, "team_domain": "bench", "channel_id": GENERAL, "channel_name": "general",
        "user_id": ANA, "user_name": "ana", "command": "/incidente", "text": "", "api_app_id": "A0",
        "response_url": "https://example.invalid/", "trigger_id": "1.2.3",
    }  # fmt: skip
    return urlencode(fields).encode()


class Reports:
    """Report forms sent in: each another form, about another thing, of one of many clients."""

    def __init__(self, view: dict[str, object], clients: list[int]) -> None:
        self._view, self._clients, self._chance = view, clients, random.Random()

    def __call__(self) -> bytes:
        chance = self._chance
        text = " ".join(chance.sample(_WORDS.split(), 6)) + f" {chance.randrange(10**6)}"
        client = {"value": str(chance.choice(self._clients)), "text": {"type": "plain_text", "text": "Cliente"}}
        values = {
            "client": {"client": {"type": "external_select", "selected_option": client}},
            "text": {"text": {"type": "plain_text_input", "value": text}},
            "severity": {"severity": {"selected_option": {"value": "major"}}},
            "status": {"status": {"selected_option": {"value": "unresolved"}}},
        }
        view = {**self._view, "id": f"V{chance.randrange(10**12)}", "state": {"values": values}}
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": ANA, "name": "ana", "team_id": TEAM},
            "api_app_id": "A0",
            "token": "x",
            "trigger_id": "1.2.3",
            "view": view,
        }
        return urlencode({"payload": json.dumps(payload)}).encode()


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, body: bytes) -> bytes:
        stamp = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        if self._streams is None or self._streams[0].at_eof():  # the server has closed what stood idle
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(head.encode() + body)
        answered = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if not answered.startswith("http/1.1 200"):
            raise RuntimeError(f"port {self._port}: {answered}")
        length = int(answered.partition("content-length:")[2].split("\r\n")[0])
        said = await reader.readexactly(length)
        if "connection: close" in answered:
            writer.close()
            self._streams = None
        return said


async def closed(port: int, make: "Reports | None", clients: int, seconds: float) -> list[float]:
    took: list[float] = []
    end = time.perf_counter() + seconds

    async def one() -> None:
        client = Client(port)
        while time.perf_counter() < end:
            body = make() if make else command()
            start = time.perf_counter()
            _check(await client.send(body), make)
            took.append(time.perf_counter() - start)

    await asyncio.gather(*(one() for _ in range(clients)))
    return took


async def opened(port: int, make: "Reports | None", rate: float, seconds: float) -> list[float]:
    took: list[float] = []
    free: list[Client] = []

    async def one(due: float) -> None:
        client = free.pop() if free else Client(port)
        try:
            _check(await client.send(make() if make else command()), make)
            free.append(client)
        finally:
            took.append(time.perf_counter() - due)

    begin, tasks = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due)))
    failed = [one for one in await asyncio.gather(*tasks, return_exceptions=True) if one is not None]
    if failed:
        sys.stderr.write(f"{len(failed)} of {len(tasks)} answers were wrong, the first: {failed[0]!r}\n")
    return took


def _check(said: bytes, make: "Reports | None") -> None:
    if make and b"INC-" not in said:
        raise RuntimeError(said.decode()[:500])


def main() -> None:
    spec = json.loads(sys.stdin.read())
    make = Reports(spec["view"], spec["clients_known"]) if spec["kind"] == "bot" else None
    if "rate" in spec:
        took = asyncio.run(opened(spec["port"], make, spec["rate"], spec["seconds"]))
    else:
        took = asyncio.run(closed(spec["port"], make, spec["clients"], spec["seconds"]))
    print(json.dumps(sorted(took)))  # noqa: T201 - this is its answer


if __name__ == "__main__":
    main()

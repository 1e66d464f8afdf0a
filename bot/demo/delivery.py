"""From Slack to the bot: Socket Mode envelopes, or signed HTTP requests, and their acknowledgements.

Everything here runs in the server's event loop.
"""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
from aiohttp import web

Json = dict[str, Any]

ACK_SECONDS = 3.0  # slack-facts.md "Time"
MOST_SOCKETS = 10
# Pings keep the built-in client from noticing silence, and let its receiving thread come up for air when it closes.
_PING_SECONDS = 0.25
_CLOSE_SECONDS = 0.2


@dataclass
class Outcome:
    """How the bot took a delivery: ``error`` is None, ``operation_timeout`` or ``dispatch_failed``."""

    acked: bool
    ack_ms: float
    body: Json | None = None
    error: str | None = None


@dataclass(eq=False)
class Socket:
    """One connected Socket Mode client and the envelopes it has not answered yet."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    pending: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Delivery:
    """Sends payloads to a connected socket, or to ``request_url`` when there is one."""

    def __init__(self, signing_secret: str, request_url: str | None, app_id: str) -> None:
        self._secret = signing_secret.encode()
        self.request_url = request_url
        self._app_id = app_id
        self._sockets: list[Socket] = []
        self._turn = 0
        self._session: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> int:
        """How many Socket Mode clients are connected."""
        return len(self._sockets)

    async def serve_socket(self, request: web.Request) -> web.StreamResponse:
        """Talk to one Socket Mode client until it goes."""
        ws = web.WebSocketResponse(timeout=_CLOSE_SECONDS, max_msg_size=0)
        await ws.prepare(request)
        if len(self._sockets) >= MOST_SOCKETS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        socket = Socket(ws, request.transport)
        await ws.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets) + 1,
                "debug_info": {"host": "demo", "approximate_connection_time": 3600},
                "connection_info": {"app_id": self._app_id},
            }
        )
        self._sockets.append(socket)
        pinging = asyncio.create_task(self._ping(ws))
        try:
            async for message in ws:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._acknowledged(socket, message.data)
        finally:
            pinging.cancel()
            self._sockets.remove(socket)
            for waiting in socket.pending.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionError())
        return ws

    async def _ping(self, ws: web.WebSocketResponse) -> None:
        while not ws.closed:
            await asyncio.sleep(_PING_SECONDS)
            try:
                await ws.ping(f"{time.time():.3f}".encode())
            except (ConnectionError, RuntimeError):
                return

    @staticmethod
    def _acknowledged(socket: Socket, text: str) -> None:
        try:
            envelope = json.loads(text)
        except ValueError:
            return
        waiting = socket.pending.pop(envelope.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(envelope.get("payload"))

    async def send(self, kind: str, payload: Json, *, retry: int = 0, reason: str = "") -> Outcome:
        """Deliver one payload; ``kind`` is ``slash_commands``, ``interactive`` or ``events_api``."""
        started = time.perf_counter()
        error, body = None, None
        try:
            async with asyncio.timeout(ACK_SECONDS):
                if self.request_url:
                    body = await self._post(kind, payload, retry, reason)
                else:
                    body = await self._envelope(kind, payload, retry, reason)
        except TimeoutError:
            error = "operation_timeout"
        except (ConnectionError, aiohttp.ClientError):
            error = "dispatch_failed"
        return Outcome(error is None, (time.perf_counter() - started) * 1000, body or None, error)

    async def _envelope(self, kind: str, payload: Json, retry: int, reason: str) -> Json | None:
        if not self._sockets:
            raise ConnectionError
        self._turn += 1
        socket = self._sockets[self._turn % len(self._sockets)]
        envelope: Json = {
            "envelope_id": str(uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.pending[envelope["envelope_id"]] = waiting
        try:
            await socket.ws.send_str(json.dumps(envelope))
            return await waiting
        finally:
            socket.pending.pop(envelope["envelope_id"], None)

    async def _post(self, kind: str, payload: Json, retry: int, reason: str) -> Json | None:
        if kind == "events_api":
            data, content_type = json.dumps(payload), "application/json"
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            data, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))
        base = f"v0:{stamp}:{data}".encode()
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": "v0=" + hmac.new(self._secret, base, hashlib.sha256).hexdigest(),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(str(self.request_url), data=data.encode(), headers=headers) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise ConnectionError
        return _read_body(text)

    async def refresh(self) -> None:
        """Ask every client to connect again, as Slack does now and then."""
        for socket in list(self._sockets):
            await socket.ws.send_json(
                {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "demo"}}
            )

    async def cut(self) -> None:
        """Break every connection without a word, as a network does."""
        for socket in list(self._sockets):
            if socket.transport is not None:
                socket.transport.abort()

    async def close(self) -> None:
        """Let go of every connection."""
        for socket in list(self._sockets):
            await socket.ws.close()
        if self._session is not None:
            await self._session.close()
            self._session = None


def _read_body(text: str) -> Json | None:
    if not text.strip():
        return None
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}

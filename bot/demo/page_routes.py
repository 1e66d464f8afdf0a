"""HTTP for the page: its files, what it shows, what people do in it, and live changes."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import page_state
from .channels import Json
from .errors import DemoError
from .page_actions import ACTIONS
from .sentences import sentence

if TYPE_CHECKING:
    from .server import DemoServer

_log = logging.getLogger(__name__)
_PAGE = Path(__file__).with_name("page")
_HOSTS = {"127.0.0.1", "localhost"}
_PEOPLE_AT_ONCE = 32  # each waits up to three seconds for the bot
_SILENCE = 15.0  # seconds after which a comment shows that the stream is alive
_POLICY = "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageRoutes:
    """The page's side of the server. Whoever sits there is the ``user`` of each request: this is a toy workspace."""

    def __init__(
        self,
        server: "DemoServer",
        *,
        on_jump: Callable[[datetime], None] | None,
        commands: list[Json],
        shortcuts: list[Json],
    ) -> None:
        self._server = server
        self.on_jump = on_jump
        self.commands = commands
        self.shortcuts = shortcuts
        self._pool = ThreadPoolExecutor(_PEOPLE_AT_ONCE, thread_name_prefix="demo-person")
        self._streams: set[asyncio.Queue[Json | None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Everything but the Web API."""
        return [
            web.get("/", self._index),
            web.get("/static/{name:[A-Za-z0-9_.-]+}", self._static),
            web.get("/ui/boot", self._boot),
            web.get("/ui/state", self._state),
            web.get("/ui/messages", self._messages),
            web.get("/ui/mail", self._mail),
            web.get("/ui/events", self._events),
            web.post("/ui/{action}", self._act),
        ]

    async def close(self) -> None:
        """End the live streams and the people's threads."""
        for queue in self._streams:
            queue.put_nowait(None)
        self._pool.shutdown(wait=False, cancel_futures=True)

    @web.middleware
    async def same_origin(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other hosts' names (DNS rebinding) and other pages' requests (CSRF)."""
        port = self._server.url.rpartition(":")[2]
        host, _, given = request.host.partition(":")
        # The SDK's socket client leaves the port out of the Host header of its handshake.
        if host not in _HOSTS or (given or port) != port:
            return web.Response(status=421, text="Misdirected Request")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{name}:{port}" for name in _HOSTS}:
            return web.Response(status=403, text="Forbidden")
        return await handler(request)

    # Files

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return self._file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return self._file(request.match_info["name"])

    @staticmethod
    def _file(name: str) -> web.StreamResponse:
        path = _PAGE / name
        if not path.is_file():
            return web.Response(status=404)
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
        return web.FileResponse(path, headers=headers)

    # What is shown

    async def _boot(self, _: web.Request) -> web.Response:
        return web.json_response(
            {**page_state.boot(self._server), "commands": self.commands, "shortcuts": self.shortcuts}
        )

    async def _state(self, request: web.Request) -> web.Response:
        return self._answer(lambda: page_state.state(self._server, self._user(request)))

    async def _messages(self, request: web.Request) -> web.Response:
        channel, thread = request.query.get("channel", ""), request.query.get("thread") or None
        return self._answer(
            lambda: {"messages": page_state.messages(self._server, self._user(request), channel, thread)}
        )

    async def _mail(self, _: web.Request) -> web.Response:
        mailbox = self._server.mailbox
        return web.json_response({"mails": mailbox.mails if mailbox else None})

    def _user(self, request: web.Request) -> str:
        return self._server.workspace.member(request.query.get("user", "")).id

    def _answer(self, work: Callable[[], Json]) -> web.Response:
        try:
            return web.json_response(work())
        except DemoError as error:
            return self._refused(error.name, 404)

    def _refused(self, name: str, status: int = 200, **more: Any) -> web.Response:
        text = sentence(name, self._server.workspace.bot.name)
        return web.json_response({"ok": False, "error": name, "message": text, **more}, status=status)

    # What people do

    async def _act(self, request: web.Request) -> web.Response:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            return web.Response(status=404)
        if request.content_type != "application/json":
            return self._refused("invalid_request", 415)
        try:
            asked = await request.json()
            loop = asyncio.get_running_loop()
            done = await loop.run_in_executor(self._pool, action, self, self._server, asked)
        except DemoError as error:
            return self._refused(error.name)
        except (KeyError, TypeError, ValueError):
            _log.warning("a request of the page was not understood", exc_info=True)
            return self._refused("invalid_request", 400)
        failed = done.pop("error", None)
        return self._refused(failed, **done) if failed else web.json_response({"ok": True, **done})

    # Live changes

    async def _events(self, request: web.Request) -> web.StreamResponse:
        try:
            user = self._user(request)
        except DemoError as error:
            return self._refused(error.name, 404)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def heard(event: Json, to: Collection[str] | None) -> None:
            if to is None or user in to:
                loop.call_soon_threadsafe(queue.put_nowait, event)

        stop = self._server.workspace.watch(heard)
        self._streams.add(queue)
        try:
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _SILENCE)
                except TimeoutError:
                    await response.write(b": .\n\n")
                    continue
                if event is None:
                    return response
                await response.write(f"data: {json.dumps(self._told(user, event))}\n\n".encode())
        except ConnectionError:
            return response
        finally:
            stop()
            self._streams.discard(queue)

    def _told(self, user: str, event: Json) -> Json:
        """An event as the page gets it, with what it means for this person's sidebar."""
        match event["type"]:
            case "channels":
                return {**event, "channels": page_state.channels(self._server, user)}
            case "message" | "message_changed" | "ephemeral":
                return {**event, "message": page_state.message(event["message"])}
            case "clock":
                return {**event, **page_state.clock(self._server)}
            case "timeout":
                return {**event, "message": sentence(event["error"], self._server.workspace.bot.name)}
            case _:
                return event

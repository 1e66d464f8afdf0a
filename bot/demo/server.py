"""The server: one port on the loopback address, one event loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from .answers import through_url
from .api import gate
from .channels import Json
from .core import Secrets
from .delivery import Outcome
from .looking import Looking
from .mailbox import Mailbox
from .page_routes import PageRoutes
from .pressing import Pressing
from .speaking import Speaking
from .workspace import Workspace

__all__ = ["DemoServer", "Outcome"]

_UPLOAD = 50 * 1024 * 1024
_SAVE_SECONDS = 0.5


class DemoServer(Speaking, Pressing, Looking):
    """Slack for one app, on 127.0.0.1 only.

    ``port`` 0 takes a free one. Deliveries go to the connected Socket Mode clients, or as signed HTTP requests to
    ``request_url`` when it is given. ``on_jump`` moves the clock for the page. ``commands`` is what its composer
    completes: ``{command, hint, description, subcommands: [{word, description}]}``; ``shortcuts`` fill its menus:
    ``{type: "global" | "message", callback_id, name, description}``. ``mailbox`` is shown in the page; whoever made it
    starts and stops it. While the server runs, ``workspace.path``, when set, holds a copy that is at most a second old.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        clock: Callable[[], datetime],
        port: int = 0,
        signing_secret: str = "demo-signing-secret",  # noqa: S107 - opens nothing but this local server
        bot_token: str = "xoxb-demo-bot",  # noqa: S107
        app_token: str = "xapp-demo-app",  # noqa: S107
        request_url: str | None = None,
        on_jump: Callable[[datetime], None] | None = None,
        commands: list[Json] | None = None,
        shortcuts: list[Json] | None = None,
        mailbox: Mailbox | None = None,
    ) -> None:
        secrets = Secrets(signing_secret, bot_token, app_token)
        super().__init__(workspace, clock=clock, secrets=secrets, request_url=request_url)
        self._port = port
        self.mailbox = mailbox
        self.page = PageRoutes(self, on_jump=on_jump, commands=commands or [], shortcuts=shortcuts or [])
        self._thread: threading.Thread | None = None
        self._saved = workspace.version

    @property
    def api_url(self) -> str:
        """The base of the Web API, for ``WebClient(base_url=…)``."""
        return f"{self.url}/api/"

    def start(self) -> "DemoServer":
        """Listen; returns when connections are taken. Raises OSError when the port is not free."""
        started = threading.Event()
        failure: list[BaseException] = []

        def main() -> None:
            try:
                asyncio.run(self._serve(started))
            except OSError as error:
                failure.append(error)
                started.set()

        self._thread = threading.Thread(target=main, name="demo-workspace", daemon=True)
        self._thread.start()
        started.wait()
        if failure:
            self._thread.join()
            raise failure[0]
        return self

    def stop(self) -> None:
        """Close every connection, keep the workspace if it has a path, and end the thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(self._stopping.set)
        thread.join()
        self._thread = None

    def __enter__(self) -> "DemoServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def refresh_sockets(self) -> None:
        """Ask the Socket Mode clients to connect again, as Slack does now and then."""
        self.run(self.delivery.refresh())

    def cut_sockets(self) -> None:
        """Break the Socket Mode connections without a word."""
        self.run(self.delivery.cut())

    async def _serve(self, started: threading.Event) -> None:
        self._stopping = asyncio.Event()
        application = web.Application(client_max_size=_UPLOAD, middlewares=[self.page.same_origin])
        application.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/actions/{team}/{name}", self._response_url),
                web.post("/upload/{file}", self._upload),
                web.get("/files/{file}", self._download),
                web.get("/link/", self._link),
                *self.page.routes(),
            ]
        )
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2, handle_signals=False)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", self._port, backlog=512)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            self._loop = asyncio.get_running_loop()
            saving = asyncio.create_task(self._keep_saved())
            started.set()
            await self._stopping.wait()
            saving.cancel()
        finally:
            self._loop = None
            await self._end_background()
            await self.delivery.close()
            await self.page.close()
            await runner.cleanup()
            self._save()

    async def _end_background(self) -> None:
        tasks = list(self._background)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_saved(self) -> None:
        while True:
            await asyncio.sleep(_SAVE_SECONDS)
            if self.workspace.path is not None and self.workspace.version != self._saved:
                await asyncio.to_thread(self._save)

    def _save(self) -> None:
        if self.workspace.path is not None and self.workspace.version != self._saved:
            self._saved = self.workspace.version
            self.workspace.save(self.workspace.path)

    async def _api(self, request: web.Request) -> web.Response:
        return await gate.call(self, request)

    async def _response_url(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return await gate.use_response_url(self, request, lambda body: through_url(self, name, body))

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or "content" in file:
            return web.Response(status=404)
        content = await request.read()
        if len(content) != file["size"]:
            return web.Response(status=400, text="length mismatch")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        """What a person clicks on in a message: a file to keep, never a page to open."""
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or not file["complete"]:
            return web.Response(status=404)
        kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file['name'], safe='')}"}
        return web.Response(body=file["content"], content_type="application/octet-stream", headers=kept)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.socket_tickets:
            return web.Response(status=401)
        self.socket_tickets.discard(ticket)
        return await self.delivery.serve_socket(request)

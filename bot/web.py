"""`run` over HTTP: Slack's requests, and whether the process and what it stands on are well."""

from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.app import Bot, build
from bot.domain.errors import Unavailable
from bot.settings import Settings

THREADS = 16
#: Slack's own requests are far smaller; anything larger is not from Slack.
MOST_BYTES = 1_000_000

StartResponse = Callable[..., Any]
Environ = dict[str, Any]


class Web:
    """The WSGI application of one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._slack = SlackRequestHandler(bot.bolt, path="/slack/events")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        match environ.get("PATH_INFO"):
            case "/healthz":
                return _plain(start_response, "200 OK", "ok")
            case "/readyz":
                return self._ready(start_response)
            case "/slack/events":
                return self._events(environ, start_response)
            case _:
                return _plain(start_response, "404 Not Found", "not found")

    def _events(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return _plain(start_response, "413 Content Too Large", "too large")
        answer: Iterable[bytes] = self._slack(environ, start_response)
        return answer

    def _ready(self, start_response: StartResponse) -> Iterable[bytes]:
        try:
            self._bot.database.ping()
        except Unavailable:
            return _plain(start_response, "503 Service Unavailable", "database")
        return _plain(start_response, "200 OK", "ready")


def _plain(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn brings no types
    """gunicorn with one worker of threads: more processes are more replicas of ``run``."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._settings, self._port = settings, port
        self._bot: Bot | None = None
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"0.0.0.0:{self._port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "accesslog": None,
            "worker_exit": self._leave,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Web:
        """Called in the worker: its threads and connections are its own."""
        self._bot = build(self._settings)
        self._bot.start()
        return Web(self._bot)

    def _leave(self, _server: object, _worker: object) -> None:
        if self._bot is not None:
            self._bot.stop()


def serve(settings: Settings, port: int) -> None:
    """Serves until it is told to stop."""
    Server(settings, port).run()

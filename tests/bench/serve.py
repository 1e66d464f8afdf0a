"""The servers under load: ``python -m tests.bench.serve bare|bot|slack PORT [DATABASE_URL SLACK_PORT]``.

``bare`` and ``bot`` are the same gunicorn with the same threads; the bare one's listener only acknowledges.
``slack`` answers the Web API at once and keeps nothing: what is measured is the bot, not the local workspace.
"""

import itertools
import sys
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from pydantic import SecretStr
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.settings import Settings
from bot.web import Server, Web
from tests.bench.load import TEAM
from tests.world import BOT_TOKEN, CARMEN, INCIDENTS, SECRET


class Bare(Server):
    """The server of ``run`` with a Bolt application that knows one command and one form, and only acknowledges."""

    def load(self) -> Web:
        client = WebClient(token=BOT_TOKEN, base_url=self._settings.slack_api_url)
        app = App(client=client, signing_secret=SECRET, token_verification_enabled=False)

        @app.command("/incidente")
        def acknowledge(ack: Ack) -> None:
            ack()

        return Web(SimpleNamespace(bolt=app, database=None))  # type: ignore[arg-type]

    def _leave(self, _server: object, _worker: object) -> None:
        """Nothing to put in order."""


def settings(database_url: str, slack_port: int) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=f"http://127.0.0.1:{slack_port}/api/",
        database_url=SecretStr(database_url),
        incidents_channel=INCIDENTS,
        holidays="ES-MD",
        admins=(CARMEN,),
    )


def slack(port: int) -> None:
    stamps = itertools.count(1)

    async def answer(request: web.Request) -> web.Response:
        sent = await request.post()
        user = str(sent.get("user") or sent.get("users") or "")
        channel = {"id": str(sent.get("channel") or f"D{user}"), "is_ext_shared": False}
        body: dict[str, Any] = {"ok": True, "ts": f"1.{next(stamps):06d}", "channel": channel["id"]}
        match request.match_info["method"]:
            case "auth.test":
                body |= {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": TEAM}
            case "users.info":
                body["user"] = {
                    "id": user,
                    "name": "ana",
                    "tz": "Europe/Madrid",
                    "profile": {"real_name": "Ana Torres"},
                }
            case "conversations.open" | "conversations.info":
                body["channel"] = channel
        return web.json_response(body)

    application = web.Application()
    application.router.add_post("/api/{method}", answer)
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


def main() -> None:
    kind, port, *rest = sys.argv[1:]
    if kind == "slack":
        slack(int(port))
        return
    database_url, slack_port = rest
    server = Bare if kind == "bare" else Server
    sys.argv[1:] = []  # gunicorn would read them as its own
    server(settings(database_url, int(slack_port)), int(port)).run()


if __name__ == "__main__":
    main()

"""The whole product in a browser: the local workspace, the unchanged bot in Socket Mode, and a clock to jump."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Bot, build
from bot.demo import firm
from bot.demo.clock import DemoClock
from bot.demo.firm import FirmClock
from bot.demo.mailbox import Mailbox
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace
from bot.desk import pulse
from bot.domain.working_time import WorkingTime
from bot.pace import Pace
from bot.settings import Settings
from bot.store import schema
from messages.help import COMMANDS

SIGNING_SECRET, BOT_TOKEN, APP_TOKEN = "demo-signing-secret", "xoxb-demo-bot", "xapp-demo-app"
_STEP = timedelta(seconds=1)
_MOST_STEPS = 2000


@dataclass(frozen=True)
class Demo:
    """A running local workspace."""

    server: DemoServer
    mailbox: Mailbox
    bot: Bot
    socket: SocketModeHandler
    clock: DemoClock

    @property
    def url(self) -> str:
        return self.server.url

    def stop(self) -> None:
        self.socket.close()
        self.bot.stop()
        self.server.stop()
        self.mailbox.stop()


def start(port: int, data: Path) -> Demo:
    """Starts the workspace kept under ``data``, new with a week of history or as it was left.

    Raises OSError when the port is taken.
    """
    data.mkdir(parents=True, exist_ok=True)
    kept = data / "workspace.json"
    is_new = not kept.exists()
    clock = DemoClock()
    turning = FirmClock(clock)
    if is_new:
        (data / "incidente.db").unlink(missing_ok=True)
        workspace = Workspace("Norte Servicios", clock=turning)
        firm.people(workspace)
    else:
        workspace = Workspace.load(kept)
        clock = DemoClock(workspace.offset)
        turning.source = clock
    holder: list[Bot] = []

    def jump(target: datetime) -> None:
        advance(holder[0], clock, target)

    mailbox = Mailbox(workspace, turning).start()
    server = DemoServer(
        workspace,
        clock=turning,
        port=port,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        on_jump=jump,
        commands=[_command()],
        shortcuts=_SHORTCUTS,
        mailbox=mailbox,
    ).start()
    bot = build(settings(server, data, mailbox.url), clock=turning, pace=Pace(0))
    holder.append(bot)
    schema.upgrade(bot.database)
    if is_new:
        _begin_in_the_morning(bot, clock, turning, workspace)
    workspace.path = kept
    bot.start()
    socket = bot.socket_mode(APP_TOKEN, server.api_url)
    socket.connect()
    return Demo(server, mailbox, bot, socket, clock)


def settings(server: DemoServer, data: Path, smtp_url: str) -> Settings:
    """The settings of the local workspace; nothing of the machine's own ``.env`` is read."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_url=server.api_url,
        database_url=SecretStr(f"sqlite:///{data / 'incidente.db'}"),
        incidents_channel=firm.INCIDENTS,
        digest_channel=firm.DIGEST,
        timezone=firm.ZONE,
        working_hours="L-V 09:00-14:00 16:00-19:00",
        holidays="ES-MD",
        admins=(firm.CARMEN,),
        smtp_url=SecretStr(smtp_url),
        mail_from="avisos@norte.example",
    )


def advance(bot: Bot, clock: DemoClock, target: datetime) -> None:
    """Moves the clock to ``target``, stopping at everything that is due on the way, so that each comes in its time."""
    for _ in range(_MOST_STEPS):
        due = pulse.next_due(bot.desk)
        if due is None or due > target:
            break
        clock.advance_to(max(due, clock() + _STEP))
        bot.work()
    clock.advance_to(target)
    bot.work()


def _begin_in_the_morning(bot: Bot, clock: DemoClock, turning: FirmClock, workspace: Workspace) -> None:
    """Lives the firm's week, and begins at an hour when people work: at night nothing would seem to happen."""
    working: WorkingTime = bot.desk.policy.working
    now = clock()
    if not working.is_open(now) or working.between(now, now + timedelta(hours=2)) < timedelta(hours=2):
        clock.advance_to(working.next_morning(now) + timedelta(hours=1))
    firm.a_week(bot, turning, workspace.team_id, clock())
    turning.source = clock
    bot.work()
    firm.chatter(workspace, clock())


def _command() -> dict[str, object]:
    return {
        "command": "/incidente",
        "hint": "Acme: no les llega el correo desde las 9",
        "description": "Cuenta algo que ha ido mal con un cliente",
        "subcommands": [
            {"word": word, "description": f"{rest}: {what}" if rest else what} for word, rest, what in COMMANDS
        ],
    }


_SHORTCUTS: list[dict[str, object]] = [
    {
        "type": "global",
        "callback_id": "report_global",
        "name": "Contar un incidente",
        "description": "Algo ha ido mal con un cliente",
    },
    {
        "type": "message",
        "callback_id": "report_message",
        "name": "Contar un incidente",
        "description": "Con lo que dice este mensaje",
    },
]

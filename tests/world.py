"""A firm to test in: a strict Slack, the real bot beside it, a database, and a clock that only the test moves."""

from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import text

from bot.app import Bot, build
from bot.demo.delivery import Outcome
from bot.demo.mailbox import Mailbox
from bot.demo.people import Member
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace
from bot.desk import pulse
from bot.domain.client import Contact
from bot.domain.permissions import Actor
from bot.domain.review import Review, ReviewState
from bot.pace import Pace
from bot.settings import Settings
from bot.store import clients, incidents, reviews
from bot.web import Web

MADRID = ZoneInfo("Europe/Madrid")
#: A Tuesday morning with nothing odd about it.
START = datetime(2026, 3, 10, 10, 0, tzinfo=MADRID).astimezone(UTC)

ANA, LUIS, CARMEN, IVAN = "U0ANA", "U0LUIS", "U0CARMEN", "U0IVAN"
GENERAL, INCIDENTS, SHARED = "C0GENERAL", "C0INCIDENTS", "C0SHARED"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-test", "xapp-test", "test-signing-secret"


@dataclass
class TestClock:
    """Stands still until the test moves it."""

    __test__ = False
    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class World:
    server: DemoServer
    bot: Bot
    clock: TestClock
    team: str
    listeners: "Listeners"
    mailbox: Mailbox | None = None

    # Time

    def settle(self) -> None:
        """Lets everything that is due happen."""
        self.server.settle()
        for _ in range(20):
            if not self.bot.outbox.drain():
                self.bot.work()
                break

    def pass_time(self, **span: float) -> None:
        """The clock moves on, stopping wherever something is due on the way."""
        self.until(self.clock.moment + timedelta(**span))

    def until(self, moment: datetime) -> None:
        for _ in range(5000):
            due = pulse.next_due(self.bot.desk)
            if due is None or due > moment:
                break
            self.clock.moment = max(due, self.clock.moment + timedelta(seconds=1))
            self.bot.work()
        self.clock.moment = max(moment, self.clock.moment)
        self.bot.work()

    # People

    def command(self, user: str, words: str = "", channel: str = GENERAL) -> Outcome:
        outcome = self.server.command(user, channel, words)
        self.wait()
        return outcome

    def wait(self) -> None:
        """Until the bot's listeners have finished what they were asked."""
        self.server.settle()
        self.listeners.finish()

    def view(self, user: str) -> dict[str, Any]:
        """The view on top of what this person sees; fails where there is none."""
        view = self.server.open_view(user)
        assert view is not None, f"{user} sees no form; whispered: {self.whispers(user)}"
        return view

    def fill(self, user: str, **values: Any) -> None:
        """Types into the open form: field name = value; a name ending in _ matches the field that begins so."""
        view = self.view(user)
        for name, value in values.items():
            block = next(
                one["block_id"]
                for one in view["blocks"]
                if one.get("block_id") == name
                or (name.endswith("_") and one.get("block_id", "").startswith(name[:-1] + "-"))
            )
            self.server.type_into(user, view["id"], block, block, value)

    def submit(self, user: str) -> Outcome:
        outcome = self.server.submit(user, self.view(user)["id"])
        self.wait()
        return outcome

    def errors(self, user: str) -> dict[str, str]:
        """What stands in red on this person's form, by field."""
        return dict(self.view(user).get("errors") or {})

    def press(
        self,
        user: str,
        action: str,
        *,
        channel: str | None = None,
        message: dict[str, Any] | None = None,
        stale: bool = False,
        value: Any = None,
    ) -> Outcome:
        """Presses a button: in the open view, or in ``message`` (the last one with that button when not given)."""
        if channel is None and message is None and self.server.open_view(user) is not None:
            outcome = self.server.click(user, view_id=self.view(user)["id"], action_id=action, stale=stale, value=value)
        else:
            where = channel or self.server.dm(user)
            found = message or self.last_with(where, action)
            outcome = self.server.click(user, channel=where, ts=found["ts"], action_id=action, stale=stale)
        self.wait()
        return outcome

    def last_with(self, channel: str, action: str) -> dict[str, Any]:
        """The newest message in a channel that carries this button."""
        for message in reversed(self.server.messages(channel)):
            if f"'action_id': '{action}'" in str(message.get("blocks")):
                return message
        raise AssertionError(f"no message with {action}: {[m['text'] for m in self.server.messages(channel)]}")

    def dm(self, user: str) -> list[str]:
        """The notification texts of the bot's direct messages to a person, oldest first."""
        return [message["text"] for message in self.server.messages(self.server.dm(user))]

    def cards(self) -> list[dict[str, Any]]:
        return self.server.messages(INCIDENTS)

    def whispers(self, user: str, channel: str = GENERAL) -> list[str]:
        return [str(one) for one in self.server.ephemerals(user, channel)]

    def close(self, user: str) -> None:
        """Closes every window this person has open."""
        while (view := self.server.open_view(user)) is not None:
            self.server.close_view(user, view["id"])

    def choose_client(self, user: str, query: str, *, new: bool = False) -> list[str]:
        """Types in the client field and takes the first offer (the last, to make a new one); answers the offers."""
        view = self.view(user)
        offers = self.server.suggest(user, view_id=view["id"], action_id="client", query=query)
        assert offers, f"nothing offered for {query!r}"
        value = offers[-1 if new else 0]["value"]
        if view["callback_id"] == "report":
            self.server.click(user, view_id=view["id"], action_id="client", value=value)
            self.wait()
        else:
            self.server.type_into(user, view["id"], "client", "client", value)
        return [str(offer["text"]["text"]) for offer in offers]

    def shown(self, user: str) -> str:
        """Everything that stands in the window in front of this person."""
        return str(self.view(user))

    def answers(self, user: str) -> str:
        """Everything the bot has said to this person alone: whispers, wherever they were, and open windows."""
        whispered = [str(message) for one in self.server.workspace.whispers.get(user, {}).values() for message in one]
        return "\n".join([*whispered, *(str(view) for view in self.server.view_stack(user))])

    def hears(self, user: str, holding: str = "") -> list[str]:
        """When the bot wrote to this person, by Madrid's clock (``Tue 10:15``): the messages that hold these words."""
        messages = self.server.messages(self.server.dm(user))
        told = [message for message in messages if holding in str(message)]
        return [f"{datetime.fromtimestamp(float(one['ts']), MADRID):%a %H:%M}" for one in told]

    def madrid(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        """An hour of Madrid's clock, today or some days later (aware UTC)."""
        local = self.clock().astimezone(MADRID) + timedelta(days=days)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)

    def add_contact(self, name: str, phone: str, **more: Any) -> None:
        """Gives the first client one more person to talk to."""
        with self.bot.database.write() as session:
            client = clients.get(session, self.team, 1)
            assert client is not None
            client.contacts.append(
                Contact(workspace_id=self.team, name=name, phone=phone, position=len(client.contacts), **more)
            )

    def finish_review(self, incident_id: int = 1) -> None:
        finish_review(self.bot, self.team, incident_id)

    # The database

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.bot.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def actor(self, user: str) -> Actor:
        return Actor(self.team, user, is_admin=user == CARMEN, is_guest=user == IVAN)

    # Stories

    def report(self, user: str, words: str, **values: Any) -> None:
        """Tells an incident through the form: ``Cliente: lo que pasa``."""
        self.command(user, words)
        if values:
            self.fill(user, **values)
        self.submit(user)
        self.close(user)
        self.settle()

    def new_client(self, user: str, name: str, words: str = "Prueba de alta", **values: Any) -> None:
        """Tells an incident of a client that is made on the spot."""
        self.command(user, f"{name}: {words}")
        if self.view(user)["callback_id"] == "report_start":
            self.submit(user)
        self.fill(
            user,
            **{"contact": "Marta Ruiz", "phone": "+34 600 123 456", "email": "marta@acme.example", **values},
        )
        self.submit(user)
        self.close(user)
        self.settle()


def finish_review(bot: Bot, team: str, incident_id: int) -> None:
    """The review of an incident is done, as far as closing is concerned; how it is done, ``test_reviews`` shows."""
    with bot.database.write() as session:
        incident = incidents.get(session, team, incident_id)
        assert incident is not None
        review = reviews.of_incident(session, incident_id)
        if review is None:
            now, owner = bot.desk.now(), incident.owner
            ids: Any = {"workspace_id": team, "incident_id": incident_id, "client_id": incident.client_id}
            review = Review(**ids, author=owner, asked_at=now, asked_by=None)
            session.add(review)
        review.state, review.finished_at, review.next_at = ReviewState.FINAL, bot.desk.now(), None


class Listeners:
    """Knows when the bot's listeners have finished: counts what is handed to their threads."""

    def __init__(self, bot: Bot) -> None:
        self._pending: set[Future[Any]] = set()
        self._submit = bot.executor.submit
        bot.executor.submit = self._count  # type: ignore[method-assign]

    def _count(self, *arguments: Any, **named: Any) -> Future[Any]:
        future = self._submit(*arguments, **named)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def finish(self) -> None:
        wait(list(self._pending), timeout=20)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing: the test does."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def over_http(bot: Bot) -> Iterator[str]:
    """Serves the bot's own WSGI application; answers the address Slack would be given."""
    server = make_server("127.0.0.1", 0, Web(bot), server_class=_Threads, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def people(workspace: Workspace) -> None:
    for member in (
        Member(ANA, "ana", "Ana Torres", "Responsable", "ana@norte.example"),
        Member(LUIS, "luis", "Luis Marín", "Coordinador"),
        Member(CARMEN, "carmen", "Carmen Vidal", "Directora", is_admin=True),
        Member(IVAN, "ivan", "Iván Soler", "Invitado", is_restricted=True),
    ):
        workspace.add_member(member)
    everybody = (ANA, LUIS, CARMEN, IVAN)
    workspace.add_channel("general", everybody, channel_id=GENERAL)
    workspace.add_channel("incidentes", everybody, channel_id=INCIDENTS)
    workspace.add_channel("con-cliente", (ANA, LUIS), channel_id=SHARED, is_ext_shared=True)


def settings(server: DemoServer, database_url: str, **more: Any) -> Settings:
    return Settings(
        _env_file=None,
        **{
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_app_token": SecretStr(APP_TOKEN),
            "slack_signing_secret": SecretStr(SECRET),
            "slack_api_url": server.api_url,
            "database_url": SecretStr(database_url),
            "incidents_channel": INCIDENTS,
            "holidays": "ES-MD",
            "admins": (CARMEN,),
            **more,
        },
    )


@contextmanager
def open_world(database_url: str, *, socket: bool = False, mailbox: bool = False, **more: Any) -> Iterator[World]:
    """A running world on a migrated, empty database: signed HTTP, or Socket Mode where asked for."""
    clock = TestClock()
    workspace = Workspace("Norte Servicios", clock=clock)
    people(workspace)
    with ExitStack() as stack:
        server = stack.enter_context(
            DemoServer(workspace, clock=clock, signing_secret=SECRET, bot_token=BOT_TOKEN, app_token=APP_TOKEN)
        )
        post = Mailbox(workspace, clock).start() if mailbox else None
        if post is not None:
            stack.callback(post.stop)
            more = {**more, "smtp_url": SecretStr(post.url), "mail_from": "avisos@norte.example"}
        bot = build(settings(server, database_url, **more), clock=clock, pace=Pace(0))
        stack.callback(bot.stop)
        if socket:
            connection = bot.socket_mode(APP_TOKEN, server.api_url)
            connection.connect()
            stack.callback(connection.close)
        else:
            server.delivery.request_url = stack.enter_context(over_http(bot))
        yield World(server, bot, clock, workspace.team_id, Listeners(bot), post)
        assert not server.complaints, server.complaints

"""The local workspace with a real Bolt app on the other side: Socket Mode, signed HTTP, and what people do."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo import delivery
from bot.demo.clock import DemoClock
from bot.demo.errors import DemoError
from bot.demo.people import Member
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace

Json = dict[str, Any]
T = TypeVar("T")


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def options(*values: str) -> list[Json]:
    """Options whose text is their value."""
    return [{"text": plain(value), "value": value} for value in values]


def field_block(name: str, element: Json, **more: Any) -> Json:
    """A field whose block and action have the same name."""
    return {"type": "input", "block_id": name, "label": plain(name), "element": {**element, "action_id": name}, **more}


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "guardado",
    "notify_on_close": True,
    "title": plain("Aviso"),
    "submit": plain("Enviar"),
    "blocks": [
        field_block("what", {"type": "plain_text_input", "min_length": 3, "max_length": 10}),
        field_block("mail", {"type": "email_text_input"}, optional=True),
        field_block("count", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, optional=True),
        field_block("how", {"type": "static_select", "options": options("a", "b"), "initial_option": options("a")[0]}),
        field_block("who", {"type": "users_select"}, optional=True),
        field_block("client", {"type": "external_select", "min_query_length": 1}, optional=True),
        field_block("day", {"type": "datepicker"}, optional=True),
        field_block("hour", {"type": "timepicker"}, optional=True),
        field_block("tick", {"type": "checkboxes", "options": options("x", "y")}, optional=True),
        {
            "type": "actions",
            "block_id": "extra",
            "elements": [
                {"type": "button", "action_id": "more", "text": plain("Más"), "value": "m"},
                {"type": "radio_buttons", "action_id": "kind", "options": options("p", "q")},
            ],
        },
    ],
}
CARD: list[Json] = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "action_id": "press", "text": plain("Hecho"), "value": "7"},
            {"type": "static_select", "action_id": "choose", "options": options("1", "2")},
            {"type": "overflow", "action_id": "rest", "options": options("z")},
        ],
    }
]


@dataclass
class Bot:
    """What the app under test received, and how it is told to answer."""

    bodies: list[Json] = field(default_factory=list)
    headers: list[dict[str, Any]] = field(default_factory=list)
    submission: Json = field(default_factory=dict)
    slow: float = 0.0
    failing: int = 0
    reply: Json | str = ""

    def last(self) -> Json:
        """The newest payload."""
        return self.bodies[-1]


def make_app(server: DemoServer, bot: Bot) -> App:
    """A Bolt app with one listener of each kind."""
    app = App(client=WebClient(token="xoxb-demo-bot", base_url=server.api_url), signing_secret="demo-signing-secret")

    @app.middleware
    def record(req: BoltRequest, body: Json, next_: Callable[[], BoltResponse]) -> BoltResponse:
        bot.bodies.append(body)
        bot.headers.append(dict(req.headers))
        if "event" in body and bot.failing:
            bot.failing -= 1
            return BoltResponse(status=503)
        return next_()

    @app.command("/incidente")
    def command(ack: Ack, body: Json, client: WebClient) -> None:
        time.sleep(bot.slow)
        ack(bot.reply)
        if body["text"] == "formulario":
            client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**bot.submission)

    @app.view_closed("form")
    def closed(ack: Ack) -> None:
        ack()

    @app.action("more")
    def more(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view={**FORM, "blocks": FORM["blocks"][:2]})

    @app.action("press")
    def press(ack: Ack, respond: Respond) -> None:
        ack()
        respond("pulsado", response_type="ephemeral")

    @app.action({"action_id": "choose"})
    @app.action({"action_id": "rest"})
    @app.action({"action_id": "kind"})
    @app.shortcut("report")
    @app.shortcut("from_message")
    def only_ack(ack: Ack) -> None:
        ack()

    @app.options("client")
    def clients(ack: Ack, payload: Json) -> None:
        ack(options=options(f"{payload['value']} uno", f"{payload['value']} dos"))

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    @app.event("message")
    @app.event("user_change")
    def heard() -> None:
        """Bolt acknowledges by itself."""

    return app


def make_workspace() -> Workspace:
    """A firm with two people."""
    workspace = Workspace("Firma")
    workspace.add_member(Member("U1", "ana", "Ana Ruiz", "Coordinadora"))
    workspace.add_member(Member("U2", "luis", "Luis Gil", is_restricted=True))
    workspace.add_channel("general", ["U1", "U2"], channel_id="C1")
    workspace.add_channel("secreto", ["U1"], kind="private", channel_id="C2")
    return workspace


@pytest.fixture(scope="module")
def connection() -> Iterator[tuple[DemoServer, Bot]]:
    """A server and a bot connected by Socket Mode, shared by the module: the SDK takes a second to let go."""
    bot = Bot()
    with DemoServer(make_workspace(), clock=DemoClock()) as server:
        client = WebClient(base_url=server.api_url)
        handler = SocketModeHandler(make_app(server, bot), "xapp-demo-app", web_client=client, ping_interval=0.5)
        handler.connect()
        yield server, bot
        handler.close()


@pytest.fixture
def pair(connection: tuple[DemoServer, Bot]) -> Iterator[tuple[DemoServer, Bot]]:
    """The shared pair, put back as it was."""
    server, bot = connection
    bot.bodies.clear()
    bot.headers.clear()
    bot.submission, bot.slow, bot.failing, bot.reply = {}, 0.0, 0, ""
    yield server, bot
    server.settle()
    server.workspace.views.clear("U1")
    server.workspace.channels["C1"].messages.clear()
    server.workspace.channels["C1"].roots.clear()
    server.workspace.whispers.clear()
    server.redeliver = False
    server.complaints.clear()


def wait_for(look: Callable[[], T | None]) -> T:
    """What ``look`` gives, as soon as it gives something."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError("nothing came")


def open_form(server: DemoServer) -> str:
    """The id of the form, opened by a command."""
    assert server.command("U1", "C1", "formulario").acked
    return str(wait_for(lambda: server.open_view("U1"))["id"])


def test_command(pair: tuple[DemoServer, Bot]) -> None:
    """A command carries Slack's fields, and its answer is shown to the person who typed it."""
    server, bot = pair
    bot.reply = {"text": "Anotado", "blocks": [{"type": "divider"}]}
    outcome = server.command("U1", "C1", "Acme: no va")
    assert (outcome.acked, outcome.error) == (True, None)
    body = bot.last()
    assert (body["command"], body["text"], body["channel_name"]) == ("/incidente", "Acme: no va", "general")
    assert (body["user_id"], body["user_name"], body["team_id"]) == ("U1", "ana", "T0DEMO0001")
    assert server.ephemerals("U1", "C1")[0]["text"] == "Anotado"
    assert server.ephemerals("U2", "C1") == []
    server.command("U1", server.dm("U1"), "")
    assert bot.last()["channel_name"] == "directmessage"
    with pytest.raises(DemoError, match="channel_not_found"):
        server.command("U2", "C2", "")


def test_an_answer_that_slack_would_refuse(pair: tuple[DemoServer, Bot]) -> None:
    """A command's answer goes through the same checks as a message."""
    server, bot = pair
    bot.reply = {"text": "x", "blocks": [{"type": "nada"}]}
    assert server.command("U1", "C1", "").error == "invalid_command_response"
    assert "invalid_blocks" in server.complaints[0]


def test_a_late_bot(pair: tuple[DemoServer, Bot], monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that does not acknowledge in time is reported to the person, and its late answer is not shown."""
    server, bot = pair
    monkeypatch.setattr(delivery, "ACK_SECONDS", 0.05)
    bot.slow, bot.reply = 0.2, "tarde"
    heard: list[Json] = []
    stop = server.workspace.watch(lambda event, _: heard.append(event))
    assert server.command("U1", "C1", "").error == "operation_timeout"
    stop()
    assert heard[-1] == {"type": "timeout", "error": "operation_timeout"}
    time.sleep(0.3)
    assert server.ephemerals("U1", "C1") == []


def test_slack_checks_a_form_first(pair: tuple[DemoServer, Bot]) -> None:
    """Required, too short, too long and ill-formed fields are shown at once and nothing is sent."""
    server, bot = pair
    view = open_form(server)
    bot.bodies.clear()
    assert server.submit("U1", view).error == "invalid_fields"
    shown = server.open_view("U1")
    assert shown is not None
    assert shown["errors"] == {"what": "Completa este campo obligatorio."}
    wrong = {"what": "ab", "mail": "nada", "count": "12", "how": "b"}
    server.fill("U1", view, {name: {name: value} for name, value in wrong.items()})
    server.submit("U1", view)
    shown = server.open_view("U1")
    assert shown is not None
    assert list(shown["errors"]) == ["what", "mail", "count"]
    server.type_into("U1", view, "what", "what", "x" * 11)
    server.submit("U1", view)
    shown = server.open_view("U1")
    assert shown is not None
    assert "Sobran 1" in shown["errors"]["what"]
    assert bot.bodies == []
    for name, value, error in (
        ("how", "c", "no_such_option"),
        ("day", "2026-02-30", "no_such_date"),
        ("hour", "25:00", "no_such_time"),
    ):
        with pytest.raises(DemoError, match=error):
            server.type_into("U1", view, name, name, value)


def test_submission(pair: tuple[DemoServer, Bot]) -> None:
    """A form is sent with every field in Slack's shape, and an empty acknowledgement closes it."""
    server, bot = pair
    view = open_form(server)
    assert [row["value"] for row in server.suggest("U1", view_id=view, action_id="client", query="ac")] == [
        "ac uno",
        "ac dos",
    ]
    typed = {"what": "no va", "who": "U2", "client": "ac dos", "day": "2026-03-02", "hour": "09:30", "tick": ["y"]}
    server.fill("U1", view, {name: {name: value} for name, value in typed.items()})
    assert server.submit("U1", view).acked
    assert server.open_view("U1") is None
    body = bot.last()
    assert body["type"] == "view_submission"
    assert body["view"]["private_metadata"] == "guardado"
    values = {name: inside[name] for name, inside in body["view"]["state"]["values"].items() if name != "extra"}
    assert values == {
        "what": {"type": "plain_text_input", "value": "no va"},
        "mail": {"type": "email_text_input", "value": None},
        "count": {"type": "number_input", "value": None},
        "how": {"type": "static_select", "selected_option": options("a")[0]},
        "who": {"type": "users_select", "selected_user": "U2"},
        "client": {"type": "external_select", "selected_option": options("ac dos")[0]},
        "day": {"type": "datepicker", "selected_date": "2026-03-02"},
        "hour": {"type": "timepicker", "selected_time": "09:30"},
        "tick": {"type": "checkboxes", "selected_options": options("y")},
    }
    assert body["view"]["state"]["values"]["extra"] == {"kind": {"type": "radio_buttons", "selected_option": None}}


def test_answers_to_a_submission(pair: tuple[DemoServer, Bot]) -> None:
    """Errors stay on the form with what was typed; update and push show another view; clear closes all."""
    server, bot = pair
    view = open_form(server)
    server.type_into("U1", view, "what", "what", "no va")
    bot.submission = {"response_action": "errors", "errors": {"what": "Ya existe."}}
    server.submit("U1", view)
    shown = server.open_view("U1")
    assert shown is not None
    assert shown["errors"] == {"what": "Ya existe."}
    assert shown["state"]["values"]["what"]["what"]["value"] == "no va"
    bot.submission = {"response_action": "errors", "errors": {"extra": "No es un campo."}}
    assert server.submit("U1", view).error == "invalid_errors"
    bot.submission = {"response_action": "update", "view": {**FORM, "blocks": [{"type": "nada"}]}}
    assert server.submit("U1", view).error == "invalid_arguments"
    bot.submission = {"response_action": "push", "view": FORM}
    server.submit("U1", view)
    assert len(server.view_stack("U1")) == 2
    above = server.view_stack("U1")[1]["id"]
    server.type_into("U1", above, "what", "what", "otra")
    bot.submission = {"response_action": "update", "view": {**FORM, "title": plain("Otro")}}
    server.submit("U1", above)
    assert [row["title"]["text"] for row in server.view_stack("U1")] == ["Aviso", "Otro"]
    bot.submission = {"response_action": "clear"}
    server.submit("U1", above)
    assert server.view_stack("U1") == []


def test_pressing_in_a_view(pair: tuple[DemoServer, Bot]) -> None:
    """An action in a view carries its state; an update keeps what was typed and drops what is gone."""
    server, bot = pair
    view = open_form(server)
    server.type_into("U1", view, "what", "what", "no va")
    server.click("U1", view_id=view, action_id="kind", value="q")
    assert bot.last()["actions"][0]["selected_option"] == options("q")[0]
    assert server.click("U1", view_id=view, action_id="more").acked
    body = bot.last()
    assert body["container"] == {"type": "view", "view_id": view}
    assert body["actions"][0]["value"] == "m"
    assert body["view"]["state"]["values"]["extra"]["kind"]["selected_option"] == options("q")[0]

    def shortened() -> Json | None:
        now = server.open_view("U1")
        return now if now and len(now["blocks"]) == 2 else None

    shown = wait_for(shortened)
    assert shown["state"]["values"]["what"]["what"]["value"] == "no va"
    with pytest.raises(DemoError, match="no_such_action"):
        server.click("U1", view_id=view, action_id="more")
    assert server.click("U1", view_id=view, action_id="more", stale=True).acked
    server.settle()


def test_closing_tells_the_bot(pair: tuple[DemoServer, Bot]) -> None:
    """A view with notify_on_close says that it was closed."""
    server, bot = pair
    server.close_view("U1", open_form(server))
    wait_for(lambda: bot.last()["type"] == "view_closed" if "type" in bot.last() else False)
    assert bot.last()["is_cleared"] is False
    assert server.open_view("U1") is None


def test_pressing_in_a_message(pair: tuple[DemoServer, Bot]) -> None:
    """An action in a message carries the message and a response URL; choices stay in its state."""
    server, bot = pair
    client = WebClient(token="xoxb-demo-bot", base_url=server.api_url)
    ts = client.chat_postMessage(channel="C1", text="Ficha", blocks=CARD)["ts"]
    server.click("U1", channel="C1", ts=ts, action_id="choose", value="2")
    server.click("U1", channel="C1", ts=ts, action_id="rest", value="z")
    assert bot.last()["actions"][0]["selected_option"] == options("z")[0]
    server.click("U1", channel="C1", ts=ts, action_id="press")
    body = bot.last()
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": "C1", "is_ephemeral": False}
    assert body["message"]["text"] == "Ficha"
    assert body["state"]["values"]["card"]["choose"]["selected_option"] == options("2")[0]
    assert wait_for(lambda: server.ephemerals("U1", "C1"))[0]["text"] == "pulsado"
    client.chat_postEphemeral(channel="C1", user="U1", text="Ficha", blocks=CARD)
    quiet = server.ephemerals("U1", "C1")[-1]["ts"]
    server.click("U1", channel="C1", ts=quiet, action_id="press")
    assert "message" not in bot.last()
    with pytest.raises(DemoError, match="message_not_found"):
        server.click("U2", channel="C1", ts=quiet, action_id="press")
    client.chat_update(channel="C1", ts=ts, text="Cerrada")
    with pytest.raises(DemoError, match="no_such_action"):
        server.click("U1", channel="C1", ts=ts, action_id="press")
    assert server.click("U1", channel="C1", ts=ts, action_id="press", stale=True).acked


def test_shortcuts(pair: tuple[DemoServer, Bot]) -> None:
    """A global shortcut and a message's shortcut reach the bot with a trigger."""
    server, bot = pair
    assert server.shortcut("U1", "report").acked
    assert bot.last()["type"] == "shortcut"
    ts = server.say("U2", "C1", "no va nada")
    assert server.message_shortcut("U1", "C1", ts, "from_message").acked
    assert bot.last()["message"]["text"] == "no va nada"
    assert bot.last()["trigger_id"]


def test_home_and_events(pair: tuple[DemoServer, Bot]) -> None:
    """Opening Home, writing to the bot and changing an account are events, each with its own id."""
    server, bot = pair
    server.open_home("U1")
    assert wait_for(lambda: server.home("U1"))["type"] == "home"
    server.say("U1", server.dm("U1"), "hola")
    server.change_member("U2", status_text="De viaje")
    server.settle()
    events = {body["event"]["type"]: body["event_id"] for body in bot.bodies}
    assert set(events) == {"app_home_opened", "message", "user_change"}
    assert len(set(events.values())) == 3
    with pytest.raises(AttributeError):
        server.change_member("U2", humour="bueno")


def test_redelivery(pair: tuple[DemoServer, Bot]) -> None:
    """An event that is not acknowledged comes again with the same id, until it is."""
    server, bot = pair
    server.redeliver, server.retry_after, bot.failing = True, (0.0, 0.01, 0.02), 2
    delivery_seconds = delivery.ACK_SECONDS
    delivery.ACK_SECONDS = 0.1
    try:
        server.say("U1", server.dm("U1"), "hola")
        wait_for(lambda: len(bot.bodies) == 3)
        server.settle()
    finally:
        delivery.ACK_SECONDS = delivery_seconds
    assert len({body["event_id"] for body in bot.bodies}) == 1
    assert [header.get("x-slack-retry-num") for header in bot.headers] == [["0"], ["1"], ["2"]]


def test_reconnection(pair: tuple[DemoServer, Bot]) -> None:
    """After being asked to connect again, and after a broken connection, the bot is back."""
    server, _ = pair
    opened = [call for call in server.calls if call.method == "apps.connections.open"]
    server.refresh_sockets()
    wait_for(lambda: [call for call in server.calls if call.method == "apps.connections.open"][len(opened) :])
    wait_for(lambda: server.command("U1", "C1", "").acked)
    server.cut_sockets()
    assert wait_for(lambda: server.command("U1", "C1", "").acked)


def test_nobody_listens() -> None:
    """Without a bot, a command fails at once."""
    with DemoServer(make_workspace(), clock=DemoClock()) as server:
        assert server.command("U1", "C1", "").error == "dispatch_failed"


@pytest.fixture
def signed() -> Iterator[tuple[DemoServer, Bot]]:
    """A server that posts signed requests to a Bolt app behind a plain HTTP server."""
    bot = Bot()
    apps: list[App] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Hand a request to Bolt."""
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = apps[0].dispatch(BoltRequest(body=raw, headers=dict(self.headers.items())))
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                for value in values:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=door.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{door.server_address[1]}/slack/events"
    with DemoServer(make_workspace(), clock=DemoClock(), request_url=url) as server:
        apps.append(make_app(server, bot))
        yield server, bot
    door.shutdown()
    thread.join()
    door.server_close()


def test_signed_http(signed: tuple[DemoServer, Bot]) -> None:
    """Over HTTP the same things happen; Bolt checks the signature, and a wrong one is refused."""
    server, bot = signed
    bot.reply = "Anotado"
    assert server.command("U1", "C1", "formulario").acked
    assert server.ephemerals("U1", "C1")[0]["text"] == "Anotado"
    view = str(wait_for(lambda: server.open_view("U1"))["id"])
    server.type_into("U1", view, "what", "what", "no va")
    bot.submission = {"response_action": "errors", "errors": {"what": "Ya existe."}}
    assert server.submit("U1", view).acked
    shown = server.open_view("U1")
    assert shown is not None
    assert shown["errors"] == {"what": "Ya existe."}
    server.redeliver, server.retry_after, bot.failing = True, (0.0,), 1
    server.say("U1", server.dm("U1"), "hola")
    wait_for(lambda: bot.headers[-1].get("x-slack-retry-num") == ["1"])
    server.settle()
    server.delivery._secret = b"otra"
    assert server.command("U1", "C1", "").error == "dispatch_failed"


def test_persistence(tmp_path: Path) -> None:
    """A workspace with a path is kept while it runs and when it stops, and comes back whole."""
    path = tmp_path / "datos" / "espacio.json"
    workspace = make_workspace()
    workspace.path = path
    clock = DemoClock(timedelta(days=3))
    with DemoServer(workspace, clock=clock) as server:
        client = WebClient(token="xoxb-demo-bot", base_url=server.api_url)
        parent = client.chat_postMessage(channel="C1", text="Ficha", blocks=CARD)["ts"]
        wait_for(path.exists)
        client.chat_postMessage(channel="C1", text="respuesta", thread_ts=parent)
        client.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})
        dm = server.dm("U1")
        server.mark_read("U1", "C1")
        before, thread = server.messages("C1"), server.thread("C1", parent)
    again = Workspace.load(path)
    assert again.offset >= timedelta(days=3) - timedelta(seconds=1)
    with DemoServer(again, clock=DemoClock(again.offset)) as server:
        assert (server.messages("C1"), server.thread("C1", parent)) == (before, thread)
        assert server.dm("U1") == dm
        assert server.home("U1") is not None
        assert again.channels["C1"].unread("U1") == 0
        assert again.members["U2"].is_restricted
        assert server.say("U1", "C1", "sigo") > before[-1]["ts"]
    path.write_text(json.dumps({"version": 99}))
    with pytest.raises(ValueError, match="does not hold"):
        Workspace.load(path)


def test_clock_only_moves_forward() -> None:
    """The clock adds an offset to real time and never goes back."""
    clock = DemoClock()
    clock.advance_to(datetime.now(UTC) + timedelta(hours=2))
    ahead = clock.offset
    assert timedelta(minutes=119) < ahead <= timedelta(hours=2)
    clock.advance_to(datetime.now(UTC) - timedelta(hours=2))
    assert clock.offset == ahead
    assert clock().utcoffset() == timedelta(0)


def test_seeded_past() -> None:
    """Messages may be put in the past; they stand in their place and new ones still come last."""
    workspace = make_workspace()
    channel = workspace.channels["C1"]
    now = workspace.post(channel, "U1", "ahora")
    week = datetime.now(UTC) - timedelta(days=7)
    for text in ("antes", "a la vez"):
        workspace.post(channel, "U1", text, at=week)
    later = workspace.post(channel, "U1", "después")
    assert [channel.messages[ts]["text"] for ts in channel.roots] == ["antes", "a la vez", "ahora", "después"]
    assert later["ts"] > now["ts"]
    assert (channel.unread("U1"), channel.unread("U2")) == (0, 4)

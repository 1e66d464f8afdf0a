"""HTTP for the page of the local workspace: what it shows, what people do in it, and live changes."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo import jumps
from bot.demo.clock import DemoClock
from bot.demo.people import Member
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace

Json = dict[str, Any]
MODAL: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Aviso"},
    "submit": {"type": "plain_text", "text": "Enviar"},
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "label": {"type": "plain_text", "text": "Qué"},
            "element": {"type": "plain_text_input", "action_id": "a"},
        }
    ],
}
COMMANDS = [{"command": "/incidente", "hint": "lo ocurrido", "description": "Avisa", "subcommands": []}]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """A workspace with a bot that opens a form and refuses it once."""
    workspace = Workspace("Firma")
    workspace.add_member(Member("U1", "ana", "Ana Ruiz Sanz", "Coordinadora"))
    workspace.add_member(Member("U2", "luis", "Luis Gil", is_restricted=True))
    workspace.add_channel("general", ["U1", "U2"], channel_id="C1", topic="De todo")
    workspace.add_channel("secreto", ["U1"], kind="private", channel_id="C2")
    clock = DemoClock()
    with DemoServer(workspace, clock=clock, commands=COMMANDS, on_jump=clock.advance_to) as running:
        client = WebClient(token="xoxb-demo-bot", base_url=running.api_url)
        app = App(client=client, signing_secret="x")

        @app.command("/incidente")
        def command(ack: Ack, body: Json) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            ack()

        @app.view("form")
        def submitted(ack: Ack, view: Json) -> None:
            if view["state"]["values"]["b"]["a"]["value"] == "no":
                ack(response_action="errors", errors={"b": "Di algo más."})
            else:
                ack()

        handler = SocketModeHandler(app, "xapp-demo-app", web_client=WebClient(base_url=running.api_url))
        handler.connect()
        yield running
        handler.close()


def get(server: DemoServer, path: str) -> Json:
    """Ask as the page does."""
    with urllib.request.urlopen(f"{server.url}/ui/{path}") as answer:  # noqa: S310
        return dict(json.load(answer))


def act(server: DemoServer, action: str, **body: Any) -> Json:
    """Do as the page does."""
    data = json.dumps({"user": "U1", **body}).encode()
    headers = {"Content-Type": "application/json", "Origin": server.url}
    request = urllib.request.Request(f"{server.url}/ui/{action}", data, headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            return {"status": error.code, **json.loads(error.read() or b"{}")}


class Stream:
    """Server-Sent Events of one person."""

    def __init__(self, server: DemoServer, user: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=5)
        self._connection.request("GET", f"/ui/events?user={user}")
        self._answer = self._connection.getresponse()
        assert self._answer.headers["Content-Type"] == "text/event-stream"
        assert self._answer.readline().startswith(b"retry")

    def next(self, kind: str) -> Json:
        """The next event of a kind, the others skipped."""
        while True:
            line = self._answer.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                event: Json = json.loads(line.removeprefix(b"data: "))
                if event["type"] == kind:
                    return event

    def close(self) -> None:
        """Go away."""
        self._answer.close()
        self._connection.close()


@pytest.fixture
def stream(server: DemoServer) -> Iterator[Stream]:
    """What Ana hears."""
    listening = Stream(server, "U1")
    yield listening
    listening.close()


def test_boot_and_state(server: DemoServer) -> None:
    """The page learns of the team, the people, the commands, the clock, and each person's own sidebar."""
    boot = get(server, "boot?user=U1")
    assert boot["team"]["name"] == "Firma"
    ana = next(user for user in boot["users"] if user["id"] == "U1")
    assert (ana["initials"], ana["guest"], ana["is_bot"]) == ("AR", False, False)
    assert boot["me_default"] == "U1"
    assert boot["commands"] == COMMANDS
    assert [jump["id"] for jump in boot["clock"]["jumps"]] == ["15m", "1h", "morning", "monday"]
    rows = {row["name"]: row for row in get(server, "state?user=U1")["channels"]}
    assert rows["general"]["topic"] == "De todo"
    assert rows["secreto"]["kind"] == "private"
    assert rows[""]["with"] == "U0DEMO0BOT"
    assert "secreto" not in [row["name"] for row in get(server, "state?user=U2")["channels"]]
    for path in ("state?user=U9", "messages?user=U2&channel=C2"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(server, path)
        with refused.value as error:
            assert error.code == 404


def test_messages_and_unread(server: DemoServer, stream: Stream) -> None:
    """What is said is heard live, is unread until looked at, and stands among what only one person sees."""
    ts = act(server, "say", user="U2", channel="C1", text="Buenos días")["ts"]
    heard = stream.next("message")
    assert (heard["channel"], heard["message"]["text"], heard["message"]["ephemeral"]) == ("C1", "Buenos días", False)
    unread = {row["id"]: row["unread"] for row in get(server, "state?user=U1")["channels"]}
    assert unread["C1"] == 1
    assert act(server, "read", channel="C1") == {"ok": True}
    assert stream.next("unread") == {"type": "unread", "channel": "C1", "unread": 0}
    server.workspace.whisper(server.workspace.channels["C1"], "U1", "Solo para ti")
    assert stream.next("ephemeral")["message"]["ephemeral"] is True
    act(server, "say", channel="C1", text="Respuesta", thread_ts=ts)
    assert stream.next("message_changed")["message"]["reply_count"] == 1
    rows = get(server, "messages?user=U1&channel=C1")["messages"]
    assert [row["text"] for row in rows] == ["Buenos días", "Solo para ti"]
    thread = get(server, f"messages?user=U1&channel=C1&thread={ts}")["messages"]
    assert [row["text"] for row in thread] == ["Buenos días", "Respuesta"]
    assert len(get(server, "messages?user=U2&channel=C1")["messages"]) == 1


def test_a_form_in_the_page(server: DemoServer, stream: Stream) -> None:
    """A command opens a form; errors come back on the field; sending it with all its values closes it."""
    assert act(server, "command", channel="C1", command="/incidente", text="no va")["acked"]
    views = stream.next("views")["views"]
    where = {"view_id": views[0]["id"]}
    refused = act(server, "submit", **where, values={"b": {"a": "no"}, "gone": {"x": "y"}})
    assert refused["views"][0]["errors"] == {"b": "Di algo más."}
    missing = act(server, "submit", **where, values={"b": {"a": ""}})
    assert (missing["ok"], missing["error"]) == (False, "invalid_fields")
    assert act(server, "type", **where, block_id="b", action_id="a", value="si")["ok"]
    state = get(server, "state?user=U1")["views"][0]["state"]["values"]
    assert state["b"]["a"]["value"] == "si"
    assert act(server, "submit", **where, values={})["views"] == []
    act(server, "command", channel="C1", text="")
    view = get(server, "state?user=U1")["views"][0]
    assert act(server, "close", view_id=view["id"])["ok"]
    assert get(server, "state?user=U1")["views"] == []


@pytest.mark.parametrize(
    ("action", "body", "error"),
    [
        ("command", {"channel": "C1", "command": "/nada"}, "unknown_command"),
        ("say", {"channel": "C1", "text": "  "}, "no_text"),
        ("say", {"channel": "C2", "text": "hola", "user": "U2"}, "channel_not_found"),
        ("submit", {"view_id": "V9"}, "view_not_found"),
        ("click", {"channel": "C1", "ts": "1.0", "action_id": "a"}, "message_not_found"),
        ("jump", {"id": "ayer"}, "no_such_jump"),
        ("say", {"text": "sin canal"}, "invalid_request"),
    ],
)
def test_refusals_are_sentences(server: DemoServer, action: str, body: Json, error: str) -> None:
    """What cannot be done is answered with a name for the page and a sentence for the person."""
    answer = act(server, action, **body)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert answer["message"].endswith(".")
    assert "_" not in answer["message"]


def test_only_json_from_the_page_itself(server: DemoServer) -> None:
    """A form post and a post from elsewhere do nothing."""
    for headers, status in (({"Content-Type": "text/plain"}, 415), ({"Origin": "http://malo.example"}, 403)):
        request = urllib.request.Request(f"{server.url}/ui/say", b"{}", headers)  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)  # noqa: S310
        with refused.value as error:
            assert error.code == status
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}/static/..%2fserver.py")  # noqa: S310
    refused.value.close()


def test_jumping(server: DemoServer, stream: Stream) -> None:
    """A jump moves the workspace's clock and everybody sees the new time."""
    before = server.clock()
    answer = act(server, "jump", id="1h")
    assert datetime.fromisoformat(answer["now"]) - before >= timedelta(hours=1)
    assert stream.next("clock")["clock"]["offset_seconds"] >= 3600


@pytest.mark.parametrize(
    ("jump", "now", "then"),
    [
        ("15m", "2026-03-06T12:00", "2026-03-06T12:15"),
        ("1h", "2026-03-06T12:00", "2026-03-06T13:00"),
        ("morning", "2026-03-06T12:00", "2026-03-09T09:00"),
        ("morning", "2026-03-09T08:59", "2026-03-09T09:00"),
        ("morning", "2026-03-09T09:00", "2026-03-10T09:00"),
        ("monday", "2026-03-09T09:00", "2026-03-16T09:00"),
        ("monday", "2026-03-27T12:00", "2026-03-30T09:00"),
    ],
)
def test_where_jumps_go(jump: str, now: str, then: str) -> None:
    """Jumps go to working mornings in the person's own time zone, over weekends and clock changes."""
    zone = ZoneInfo("Europe/Madrid")
    moment = datetime.fromisoformat(now).replace(tzinfo=zone).astimezone(UTC)
    assert jumps.target(jump, moment, "Europe/Madrid") == datetime.fromisoformat(then).replace(tzinfo=zone)

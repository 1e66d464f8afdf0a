"""The local workspace's Web API, driven with Slack's own client: answers, error names and troubles."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.clock import DemoClock
from bot.demo.errors import DemoError
from bot.demo.people import Member
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace

Json = dict[str, Any]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hola"}}
MODAL: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Aviso"}, "blocks": [SECTION]}
HOME: Json = {"type": "home", "blocks": [SECTION]}


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """A workspace with two people, a guest who left, and one channel of each kind."""
    workspace = Workspace("Firma")
    workspace.add_member(Member("U1", "ana", "Ana Ruiz"))
    workspace.add_member(Member("U2", "luis", "Luis Gil", is_restricted=True, tz="America/Bogota"))
    workspace.add_member(Member("U3", "eva", "Eva Sanz", deleted=True))
    workspace.add_channel("general", ["U1", "U2"], channel_id="C1")
    workspace.add_channel("ajeno", ["U1"], channel_id="C2", with_bot=False)
    workspace.add_channel("secreto", ["U1"], kind="private", channel_id="C3", with_bot=False)
    workspace.add_channel("viejo", ["U1"], channel_id="C4").is_archived = True
    workspace.add_channel("cliente", ["U1"], channel_id="C5", is_ext_shared=True)
    with DemoServer(workspace, clock=DemoClock()) as running:
        yield running


def client_of(server: DemoServer, token: str) -> WebClient:
    """Slack's client, without its retries."""
    return WebClient(token=token, base_url=server.api_url, timeout=5, retry_handlers=[])


@pytest.fixture
def client(server: DemoServer) -> WebClient:
    """The bot's client."""
    return client_of(server, "xoxb-demo-bot")


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> Json:
    """The body of a refused call."""
    return dict(error.value.response.data)


def test_who_am_i(client: WebClient) -> None:
    """The token tells whose it is."""
    answer = client.auth_test()
    assert answer["user"] == "incidente"
    assert answer["bot_id"].startswith("B")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


ERRORS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C3", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C2", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "C4", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "C1"}, "no_text"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": "nada"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [{"type": "nada"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "metadata": {"id": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
    ("chat.postEphemeral", {"channel": "C1", "user": "U9", "text": "x"}, "user_not_found"),
    ("chat.postEphemeral", {"channel": "C5", "user": "U2", "text": "x"}, "user_not_in_channel"),
    ("chat.update", {"channel": "C1", "ts": "1.000000", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "C1", "ts": "1.000000"}, "message_not_found"),
    ("chat.getPermalink", {"channel": "C1", "message_ts": "1.000000"}, "message_not_found"),
    ("conversations.open", {"users": "U9"}, "user_not_found"),
    ("conversations.open", {"users": "U3"}, "user_disabled"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.info", {"channel": "C3"}, "channel_not_found"),
    ("conversations.history", {"channel": "C2"}, "not_in_channel"),
    ("conversations.replies", {"channel": "C1", "ts": "1.000000"}, "thread_not_found"),
    ("conversations.history", {"channel": "C1", "limit": "-1"}, "invalid_limit"),
    ("conversations.list", {"types": "otra"}, "invalid_types"),
    ("users.info", {"user": "U9"}, "user_not_found"),
    ("users.list", {"cursor": "xyz"}, "invalid_cursor"),
    ("views.open", {"trigger_id": "1.2.3", "view": MODAL}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.3", "view": {**MODAL, "title": None}}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3", "view": HOME}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1", "view": {**MODAL, "blocks": [SECTION] * 101}}, "invalid_arguments"),
    ("views.update", {"view_id": "V9", "view": MODAL}, "not_found"),
    ("views.publish", {"user_id": "U9", "view": HOME}, "user_not_found"),
    ("views.publish", {"user_id": "U1", "view": MODAL}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F9"}]}, "file_not_found"),
    ("chat.scheduleMessage", {"channel": "C1"}, "unknown_method"),
    ("bots.info", {"bot": "B9"}, "bot_not_found"),
]


@pytest.mark.parametrize(("method", "arguments", "error"), ERRORS)
def test_error_names(client: WebClient, method: str, arguments: Json, error: str) -> None:
    """Each refusal has Slack's own name."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    assert refusal(refused)["error"] == error


def test_invalid_blocks_say_where(client: WebClient) -> None:
    """A refused block is pointed at, in the words of Slack's answer."""
    bad = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x", blocks=[SECTION, bad])
    messages = refusal(refused)["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


def test_tokens(server: DemoServer) -> None:
    """A missing, a wrong and a misplaced token are three different refusals."""
    for token, error in (
        ("", "not_authed"),
        ("xoxb-otro", "invalid_auth"),
        ("xapp-demo-app", "not_allowed_token_type"),
    ):
        with pytest.raises(SlackApiError) as refused:
            client_of(server, token).auth_test()
        assert refusal(refused)["error"] == error
    with pytest.raises(SlackApiError) as refused:
        client_of(server, "xoxb-demo-bot").apps_connections_open(app_token="xoxb-demo-bot")
    assert refusal(refused)["error"] == "not_allowed_token_type"


def test_scopes(server: DemoServer, client: WebClient) -> None:
    """A method whose scope was not granted says which one it needs."""
    server.scopes = {"chat:write", "channels:read"}
    assert client.conversations_info(channel="C1")["ok"]
    dm = server.dm("U1")
    with pytest.raises(SlackApiError) as refused:
        client.conversations_info(channel=dm)
    assert refusal(refused) | {"provided": ""} == {
        "ok": False,
        "error": "missing_scope",
        "needed": "im:read",
        "provided": "",
    }
    server.scopes = {"chat:write", "chat:write.public"}
    assert client.chat_postMessage(channel="C2", text="x")["ok"]


def test_form_json_and_argument_token(server: DemoServer) -> None:
    """Forms with JSON inside and a token among the arguments are read like JSON bodies."""
    data = f"token=xoxb-demo-bot&channel=C1&text=hola&blocks={json.dumps([SECTION])}".encode()
    with urllib.request.urlopen(f"{server.api_url}chat.postMessage", data=data) as answer:  # noqa: S310
        assert json.load(answer)["ok"]
    assert server.messages("C1")[0]["blocks"][0]["text"] == SECTION["text"]


def test_post_update_delete(server: DemoServer, client: WebClient) -> None:
    """A message is posted, changed, linked and deleted; only the bot's own ones can be."""
    ts = client.chat_postMessage(channel="#general", text="uno", blocks=[SECTION])["ts"]
    assert server.messages("C1")[0]["blocks"][0]["block_id"]
    client.chat_update(channel="C1", ts=ts, text="dos", blocks=[SECTION])
    assert "edited" not in server.messages("C1")[0]
    client.chat_update(channel="C1", ts=ts, text="tres")
    assert "blocks" not in server.messages("C1")[0]
    assert server.messages("C1")[0]["edited"]
    assert client.chat_getPermalink(channel="C1", message_ts=ts)["permalink"].endswith(ts.replace(".", ""))
    client.chat_delete(channel="C1", ts=ts)
    assert server.messages("C1") == []
    other = server.say("U1", "C1", "hola")
    for method, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        with pytest.raises(SlackApiError) as refused:
            client.api_call(method, json={"channel": "C1", "ts": other, "text": "x"})
        assert refusal(refused)["error"] == error


def test_texts_that_are_too_long(server: DemoServer, client: WebClient) -> None:
    """A long text is cut when posted, with a complaint, and refused in an update."""
    ts = client.chat_postMessage(channel="C1", text="x" * 40_001)["ts"]
    assert len(server.messages("C1")[0]["text"]) == 40_000
    assert server.complaints == ["chat.postMessage: text cut at 40000 characters"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel="C1", ts=ts, text="x" * 4001)
    assert refusal(refused)["error"] == "msg_too_long"
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 4
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x", blocks=long)
    assert refusal(refused)["error"] == "msg_blocks_too_long"
    big = {"event_type": "a", "event_payload": {"x": "x" * 17_000}}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x", metadata=big)
    assert refusal(refused)["error"] == "metadata_too_large"


@pytest.mark.filterwarnings("ignore:.*text.*argument is missing")
def test_blocks_without_text_are_complained_about(server: DemoServer, client: WebClient) -> None:
    """Slack takes blocks without a fallback text; our own tests must be able to see it."""
    client.chat_postMessage(channel="C1", blocks=[SECTION])
    assert server.complaints == ["chat.postMessage: blocks without fallback text"]


def test_history_pages_and_metadata(server: DemoServer, client: WebClient) -> None:
    """History comes newest first, in pages, between two moments, with metadata only when asked for."""
    sent = [
        client.chat_postMessage(channel="C1", text=str(n), metadata={"event_type": "e", "event_payload": {"n": n}})[
            "ts"
        ]
        for n in range(5)
    ]
    assert sent == sorted(set(sent))
    first = client.conversations_history(channel="C1", limit=2, include_all_metadata=True)
    assert [row["text"] for row in first["messages"]] == ["4", "3"]
    assert first["messages"][0]["metadata"]["event_payload"] == {"n": 4}
    second = client.conversations_history(channel="C1", limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [row["text"] for row in second["messages"]] == ["2", "1"]
    assert "metadata" not in second["messages"][0]
    between = client.conversations_history(channel="C1", oldest=sent[1], latest=sent[3])
    assert [row["text"] for row in between["messages"]] == ["2"]
    inside = client.conversations_history(channel="C1", oldest=sent[1], latest=sent[3], inclusive=True)
    assert [row["text"] for row in inside["messages"]] == ["3", "2", "1"]
    assert not inside["has_more"]


def test_threads(server: DemoServer, client: WebClient) -> None:
    """Replies stay out of the channel, the parent counts them, and a reply to a reply joins the same thread."""
    parent = client.chat_postMessage(channel="C1", text="padre")["ts"]
    reply = client.chat_postMessage(channel="C1", text="uno", thread_ts=parent)["ts"]
    server.say("U1", "C1", "dos", thread_ts=parent)
    client.chat_postMessage(channel="C1", text="tres", thread_ts=reply, reply_broadcast=True)
    thread = client.conversations_replies(channel="C1", ts=parent)["messages"]
    assert [row["text"] for row in thread] == ["padre", "uno", "dos", "tres"]
    assert thread[0]["reply_count"] == 3
    assert [row["text"] for row in server.messages("C1")] == ["padre", "tres"]
    page = client.conversations_replies(channel="C1", ts=parent, limit=1)
    rest = client.conversations_replies(channel="C1", ts=parent, cursor=page["response_metadata"]["next_cursor"])
    assert [row["text"] for row in rest["messages"]] == ["dos", "tres"]


def test_direct_messages(server: DemoServer, client: WebClient) -> None:
    """A person's direct message is opened once, can be posted to by the person's id, also after the person left."""
    dm = client.conversations_open(users="U1")["channel"]["id"]
    assert client.conversations_open(users=["U1"])["channel"]["id"] == dm == server.dm("U1")
    assert client.chat_postMessage(channel="U1", text="hola")["channel"] == dm
    assert client.chat_postMessage(channel="U3", text="hola")["ok"]
    info = client.conversations_info(channel=dm)["channel"]
    assert (info["is_im"], info["user"]) == (True, "U1")


def test_channels_and_people(server: DemoServer, client: WebClient) -> None:
    """Private channels are invisible, shared ones are marked, and people come with zone, flags and locale."""
    names = [row["name"] for row in client.conversations_list(types="public_channel,private_channel")["channels"]]
    assert names == ["general", "ajeno", "viejo", "cliente"]
    assert [row["name"] for row in client.conversations_list(exclude_archived=True, limit=1)["channels"]] == ["general"]
    assert [row["name"] for row in client.users_conversations()["channels"]] == ["general", "viejo", "cliente"]
    assert client.conversations_info(channel="C5")["channel"]["is_ext_shared"]
    assert client.conversations_info(channel="C1", include_num_members=True)["channel"]["num_members"] == 3
    assert client.conversations_members(channel="C1")["members"] == ["U0DEMO0BOT", "U1", "U2"]
    assert client.conversations_join(channel="C2")["channel"]["is_member"]
    luis = client.users_info(user="U2", include_locale=True)["user"]
    assert (luis["tz_offset"], luis["is_restricted"], luis["locale"]) == (-18_000, True, "es-ES")
    assert client.users_info(user="U3")["user"]["deleted"]
    assert len(client.users_list()["members"]) == 4
    assert client.team_info()["team"]["name"] == "Firma"
    assert client.bots_info(bot="B0DEMO0001")["bot"]["name"] == "incidente"
    with pytest.raises(DemoError, match="channel_not_found"):
        server.say("U2", "C3", "hola")


def test_files(server: DemoServer, client: WebClient) -> None:
    """The SDK's upload in three steps ends with a file in the channel."""
    done = client.files_upload_v2(channel="C1", filename="datos.csv", content="a;b\n", initial_comment="El listado")
    assert done["file"]["title"] == "datos.csv"
    message = server.messages("C1")[0]
    assert (message["text"], message["files"][0]["size"]) == ("El listado", 4)
    assert server.workspace.files[done["file"]["id"]]["content"] == b"a;b\n"
    with urllib.request.urlopen(server.url + message["files"][0]["url_private_download"]) as answer:  # noqa: S310
        assert answer.read() == b"a;b\n"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''datos.csv")


def test_triggers(server: DemoServer, client: WebClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trigger opens one view, within three seconds of real time."""
    trigger = server.tickets.trigger("U1")
    client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=MODAL)
    assert refusal(refused)["error"] == "exchanged_trigger_id"
    late = server.tickets.trigger("U1")
    now = time.monotonic()
    monkeypatch.setattr("bot.demo.tickets.time.monotonic", lambda: now + 3.1)
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=late, view=MODAL)
    assert refusal(refused)["error"] == "expired_trigger_id"


def test_view_stack(server: DemoServer, client: WebClient) -> None:
    """Three views fit on a stack; each knows the one below; updates find a view by both ids and mind the hash."""
    first = client.views_open(trigger_id=server.tickets.trigger("U1"), view={**MODAL, "external_id": "uno"})["view"]
    second = client.views_push(trigger_id=server.tickets.trigger("U1"), view=MODAL)["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    client.views_push(trigger_id=server.tickets.trigger("U1"), view=MODAL)
    with pytest.raises(SlackApiError) as refused:
        client.views_push(trigger_id=server.tickets.trigger("U1"), view=MODAL)
    assert refusal(refused)["error"] == "push_limit_reached"
    with pytest.raises(SlackApiError) as refused:
        client.views_push(trigger_id=server.tickets.trigger("U1"), view={**MODAL, "external_id": "uno"})
    assert refusal(refused)["error"] == "duplicate_external_id"
    changed = client.views_update(external_id="uno", view=MODAL, hash=first["hash"])["view"]
    assert changed["id"] == first["id"]
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=first["id"], view=MODAL, hash=first["hash"])
    assert refusal(refused)["error"] == "hash_conflict"
    assert len(server.view_stack("U1")) == 3
    server.close_view("U1", second["id"])
    assert [view["id"] for view in server.view_stack("U1")] == [first["id"]]
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=second["id"], view=MODAL)
    assert refusal(refused)["error"] == "not_found"


def test_view_too_large(server: DemoServer, client: WebClient) -> None:
    """A view of more than 250 KB has its own refusal."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "value": "x" * 2000}
    blocks = [{"type": "actions", "elements": [button, button]}] * 80
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=server.tickets.trigger("U1"), view={**MODAL, "blocks": blocks})
    assert refusal(refused)["error"] == "view_too_large"


def test_home(server: DemoServer, client: WebClient) -> None:
    """A person's home is published, keeps its id, and minds the hash."""
    assert server.home("U1") is None
    first = client.views_publish(user_id="U1", view=HOME)["view"]
    again = client.views_publish(user_id="U1", view=HOME, hash=first["hash"])["view"]
    assert again["id"] == first["id"]
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id="U1", view=HOME, hash=first["hash"])
    assert refusal(refused)["error"] == "hash_conflict"
    shown = server.home("U1")
    assert shown is not None
    assert shown["hash"] == again["hash"]


def response(url: str, **body: Any) -> tuple[int, Json]:
    """Use a response URL."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_response_urls(server: DemoServer, client: WebClient) -> None:
    """A response URL speaks to one person or all, replaces or deletes what was pressed, five times in half an hour."""
    channel = server.workspace.channels["C1"]
    ts = client.chat_postMessage(channel="C1", text="uno", blocks=[SECTION])["ts"]
    url = server.response_url("U1", channel, ts)
    assert response(url, text="solo tú") == (200, {"ok": True})
    assert [row["text"] for row in server.ephemerals("U1", "C1")] == ["solo tú"]
    assert response(url, text="todos", response_type="in_channel")[0] == 200
    assert response(url, text="dos", replace_original=True)[0] == 200
    assert [row["text"] for row in server.messages("C1")] == ["dos", "todos"]
    assert response(url, text="x" * 10, blocks=[{"type": "nada"}])[1]["error"] == "invalid_blocks"
    assert response(url, delete_original="true")[0] == 200
    assert response(url, text="seis") == (404, {"ok": False, "error": "used_url"})
    quiet = server.ephemerals("U1", "C1")[0]["ts"]
    own = server.response_url("U1", channel, quiet)
    assert response(own, text="cambiado", replace_original=True)[0] == 200
    assert [row["text"] for row in server.ephemerals("U1", "C1")] == ["cambiado"]
    assert response(own, delete_original=True)[0] == 200
    assert server.ephemerals("U1", "C1") == []
    old = server.response_url("U1", channel)
    assert isinstance(server.clock, DemoClock)
    server.clock.advance_to(datetime.now(UTC) + timedelta(minutes=31))
    assert response(old, text="tarde")[1]["error"] == "expired_url"
    assert [call.method for call in server.calls].count("response_url") == 9


def test_troubles(server: DemoServer, client: WebClient) -> None:
    """Each kind of trouble happens as often as asked for, and the record tells what became of the call."""
    server.faults.add("chat.postMessage", "status_429", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="a")
    assert refused.value.response.headers["retry-after"] == "7"
    server.faults.add("*", "error:internal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            client.chat_postMessage(channel="C1", text="b")
    server.faults.add("chat.postMessage", "status_500")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="c")
    server.faults.add("chat.postMessage", "drop_before")
    with pytest.raises(OSError, match=r".*"):
        client.chat_postMessage(channel="C1", text="d")
    server.faults.add("chat.postMessage", "hang", seconds=0.2)
    with pytest.raises(OSError, match=r".*"):
        client.chat_postMessage(channel="C1", text="e")
    assert server.messages("C1") == []
    server.faults.add("chat.postMessage", "drop_after")
    with pytest.raises(OSError, match=r".*"):
        client.chat_postMessage(channel="C1", text="f")
    assert [row["text"] for row in server.messages("C1")] == ["f"]
    assert [(call.ok, call.error) for call in server.calls[-2:]] == [(False, None), (True, None)]
    assert client.chat_postMessage(channel="C1", text="g")["ok"]
    with pytest.raises(ValueError, match="unknown kind"):
        server.faults.add("chat.postMessage", "explode")


def test_pace(server: DemoServer, client: WebClient) -> None:
    """With pacing on, a short burst passes and the rest is told to wait."""
    server.pace = 1.0
    for _ in range(4):
        client.chat_postMessage(channel="C1", text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x")
    assert refusal(refused)["error"] == "ratelimited"
    assert client.chat_postMessage(channel="C5", text="x")["ok"]


def test_stopping_does_not_wait_for_a_hung_call(server: DemoServer, client: WebClient) -> None:
    """The server stops at once while a call hangs, and can be replaced by another on the same port."""
    server.faults.add("chat.postMessage", "hang", seconds=60)
    failures: list[OSError] = []

    def post() -> None:
        try:
            client.chat_postMessage(channel="C1", text="x")
        except OSError as error:
            failures.append(error)

    thread = threading.Thread(target=post)
    thread.start()
    while not server.calls:
        time.sleep(0.005)
    started = time.perf_counter()
    server.stop()
    thread.join()
    assert time.perf_counter() - started < 2
    assert len(failures) == 1
    port = int(server.url.rpartition(":")[2])
    with DemoServer(server.workspace, clock=server.clock, port=port):
        assert client.auth_test()["ok"]
        with pytest.raises(OSError, match="address already in use"):
            DemoServer(server.workspace, clock=server.clock, port=port).start()


def test_latency(server: DemoServer, client: WebClient) -> None:
    """A slow Slack takes at least as long as asked."""
    server.latency = 0.1
    started = time.perf_counter()
    client.auth_test()
    assert time.perf_counter() - started >= 0.1


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "https://malo.example"}, 403), ({"Host": "malo.example"}, 421), ({"Host": "127.0.0.1:1"}, 421)],
)
def test_other_pages_are_kept_out(server: DemoServer, headers: dict[str, str], status: int) -> None:
    """A foreign origin, a foreign host name and another port are refused before anything is read."""
    request = urllib.request.Request(f"{server.url}/api/auth.test", b"token=xoxb-demo-bot", headers)  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310
    with refused.value as error:
        assert error.code == status


def test_thousands_of_posts_cost_the_same(server: DemoServer) -> None:
    """The cost of a post or an update does not grow with what is already there."""
    channel, bot = server.workspace.channels["C1"], server.workspace.bot.id

    def thousand() -> float:
        started = time.perf_counter()
        for number in range(1000):
            message = server.workspace.post(channel, bot, str(number))
            server.workspace.edit(channel, message, {"text": "x"})
        return time.perf_counter() - started

    first = min(thousand() for _ in range(3))
    for _ in range(10):
        thousand()
    assert min(thousand() for _ in range(3)) < 5 * first

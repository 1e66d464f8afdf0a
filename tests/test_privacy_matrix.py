"""What one may not see is nowhere (contract.md promise 6): every command, button, form and list, for every role."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from slack_bolt import App
from slack_bolt.request import BoltRequest

import handlers
from bot.demo.people import Member
from bot.domain.finding import Search, packed
from handlers.command import _CONVERSATIONS
from handlers.tools import Tools
from tests.test_permissions import press_raw
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, SHARED, World

EVA, PABLO, NURIA = "U0EVA", "U0PABLO", "U0NURIA"
#: Stands in every text of the private incident and of all that hangs on it, and nowhere else.
MARK = "quetzal"
#: Stands in its text too: what somebody who may not see it looks for.
LURE = "tucán"
#: The private incident, and every row of it, is the second of its kind.
CODE = "INC-0002"
WHEN = {"due_on": "2026-03-12"}


class Doors:
    """Stands in for the app while the listeners register, and writes down what they listen to."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {kind: [] for kind in ("action", "view", "options", "shortcut", "command")}

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def listen(constraint: Any, *_: Any) -> Any:
            if kind in self.found:
                name = constraint if isinstance(constraint, str) else constraint.pattern.replace(r"\w+", "never_events")
                self.found[kind].append(name)
            return lambda function: function

        return listen


def doors() -> dict[str, list[str]]:
    """Every action, form, type-ahead, shortcut and command that the bot answers to."""
    app = Doors()
    handlers.register(cast(App, app), cast(Tools, None))
    return app.found


DOORS = doors()
LISTS = ["lista", "lista todas", f"lista {LURE}", "lista Acme", "lista importante", f"lista <@{LUIS}>", "lista marzo"]
COMMANDS = [
    *LISTS,
    "ver 2",
    f"ver {LURE}",
    "cliente Acme",
    "clientes",
    "acciones todas",
    "acciones vencidas",
    "acciones INC-2",
    "compromiso INC-2",
    "compromisos todos",
    "compromisos Acme",
    "reporte",
    "resumen",
    "baja Acme",
    "exportar",
    "config",
    "ayuda",
    f"Acme: {LURE}",
]


@pytest.fixture
def firm(sqlite_world: World) -> World:
    """Acme is Nuria's to lead. Its second incident is private: told by Ana, handled by Luis, with a promise, an action,
    a call with its proof, and a review. Pablo has no part in anything; Eva is from elsewhere, Iván a guest."""
    world = sqlite_world
    world.server.workspace.add_member(Member(EVA, "eva", "Eva Ríos", is_stranger=True, team_id="T0OTHER"))
    world.server.workspace.add_member(Member(PABLO, "pablo", "Pablo Gil"))
    world.server.workspace.add_member(Member(NURIA, "nuria", "Nuria Sanz"))
    for channel in (GENERAL, INCIDENTS, SHARED):
        world.server.workspace.channels[channel].members |= {EVA, PABLO, NURIA, CARMEN, IVAN}
    major = {"severity": "major", "status": "unresolved", "responsibility": "ours"}
    world.new_client(ANA, "Acme", "no les llega el correo", **major)
    world.command(ANA, "cliente Acme")
    world.press(ANA, "client_edit")
    world.fill(ANA, lead=NURIA)
    world.submit(ANA)
    world.close(ANA)
    world.pass_time(minutes=5)
    for private in (False, True):
        number, user = (2, LUIS) if private else (1, ANA)
        text = MARK if private else "correo"
        if private:
            world.report(ANA, f"Acme: {LURE} {MARK}", private=["private"], owner_=LUIS, measures=MARK, **major)
        press_raw(world, user, "action_add", str(number))
        world.fill(user, what=f"{text} nuevo", how_we_know=text, owner=user, **WHEN)
        world.submit(user)
        world.close(user)
        world.press(user, "notice_done")
        world.fill(
            user,
            said=text,
            client_said=text,
            mood="very_upset",
            promised=f"{text} arreglado",
            promised_for=world.madrid(18).timestamp(),
        )
        world.submit(user)
        world.close(user)
        press_raw(world, user, "incident_resolved", str(number))
        world.fill(user, measures=text)
        world.submit(user)
        world.close(user)
        world.settle()
    assert world.rows("SELECT private FROM incidents ORDER BY id") == [(0,), (1,)]
    for table in ("actions", "commitments", "reviews", "proofs"):
        rows = world.rows(f"SELECT incident_id FROM {table} ORDER BY id")  # noqa: S608 - our own names
        assert [row[0] for row in rows][:2] == [1, 2], table
    return world


def hides(said: str) -> bool:
    """Whether nothing of the private incident is in what somebody was told."""
    return MARK not in said and CODE not in said


def said_to(world: World, user: str) -> str:
    """All that this person alone has got: whispers, windows, direct messages, their page."""
    world.server.open_home(user)
    world.wait()
    direct = [str(message) for message in world.server.messages(world.server.dm(user))]
    return "\n".join([world.answers(user), *direct, str(world.server.home(user))])


@pytest.mark.parametrize("channel", [GENERAL, SHARED])
@pytest.mark.parametrize("user", [PABLO, IVAN, EVA])
def test_no_command_gives_it_away(firm: World, user: str, channel: str) -> None:
    """No command of a colleague without a part in it names it or counts it, in a channel of ours or a shared one."""
    for typed in COMMANDS:
        firm.command(user, typed, channel=channel)
        assert hides(firm.answers(user)), typed
        firm.close(user)
    assert hides(said_to(firm, user))
    assert firm.server.messages(SHARED) == []
    if user != PABLO:
        assert "Acme" not in firm.answers(user)
        assert "Marta" not in said_to(firm, user)


@pytest.mark.parametrize("user", [ANA, LUIS, NURIA, CARMEN])
def test_those_with_a_part_in_it_find_it(firm: World, user: str) -> None:
    """Reporter, owner, lead and admins find it by each list."""
    for typed in (*LISTS, "ver 2", "cliente Acme"):
        firm.command(user, typed)
        assert CODE in firm.answers(user), typed
        firm.close(user)


def test_counts_are_of_what_is_seen(firm: World) -> None:
    """Of two incidents, somebody without a part in one is told of one."""
    for user, count in ((PABLO, "(1)"), (ANA, "(2)")):
        firm.command(user, "lista todas")
        assert count in str(firm.server.ephemerals(user, GENERAL)[-1])


#: How the bot's own buttons name what they are about.
VALUES = ["2", "2:0", "2:1", "1:2", "n2", "r2", "2:mine", "all:2", "incident:2:1", "1:incident:2", packed(Search(LURE))]


@pytest.mark.parametrize("user", [PABLO, IVAN, EVA])
def test_no_button_gives_it_away(firm: World, user: str) -> None:
    """Every button there is, pressed with the private incident's numbers by those who may not see it."""
    before = trace(firm)
    for action in sorted(set(DOORS["action"]) - {"client"}):  # only ever in a form: the others cover it
        for value in VALUES if user == PABLO else VALUES[:1]:
            press_raw(firm, user, action, value)
            assert hides(firm.answers(user)), (action, value)
            firm.close(user)
    firm.settle()
    assert hides(said_to(firm, user))
    if user != PABLO:
        assert "Marta" not in firm.answers(user)
        assert "Acme" not in firm.answers(user)
    assert trace(firm) == before


def trace(world: World) -> list[tuple[Any, ...]]:
    """What has been done to the private incident."""
    return [
        *world.rows("SELECT id, kind, who FROM timeline WHERE incident_id = 2 ORDER BY id"),
        *world.rows("SELECT id, state, next_at, assignee FROM notices WHERE incident_id = 2 ORDER BY id"),
        *world.rows("SELECT id, state, owner FROM actions WHERE incident_id = 2 ORDER BY id"),
        *world.rows("SELECT id, state, owner FROM commitments WHERE incident_id = 2 ORDER BY id"),
    ]


def ask(world: World, user: str, body: dict[str, Any]) -> str:
    """Hands a payload to the bot as Slack would, whatever form it claims to come from; answers what it answers."""
    team = {"id": world.team, "domain": "norte"}
    whole = {"team": team, "user": {"id": user, "team_id": world.team}, "trigger_id": "none", **body}
    answer = world.bot.bolt.dispatch(BoltRequest(body=json.dumps(whole), mode="socket_mode", headers={}))
    world.wait()
    return str(answer.body)


FILLED: dict[str, dict[str, Any]] = {
    "said": {"value": "x"},
    "client_said": {"value": "x"},
    "reason": {"value": "un motivo"},
    "text": {"value": "x"},
    "what": {"value": "x"},
    "measures": {"value": "x"},
    "how_we_know": {"value": "x"},
    "owner": {"selected_user": PABLO},
    "due_on": {"selected_date": "2026-03-20"},
    "due_at": {"selected_date_time": 1775000000},
    "failing": {"selected_option": {"value": "failing", "text": {"type": "plain_text", "text": "x"}}},
    "channel": {"selected_option": {"value": "phone", "text": {"type": "plain_text", "text": "x"}}},
    "until": {"selected_option": {"value": "hour", "text": {"type": "plain_text", "text": "x"}}},
    "mood": {"selected_option": {"value": "calm", "text": {"type": "plain_text", "text": "x"}}},
    "status": {"selected_option": {"value": "resolved", "text": {"type": "plain_text", "text": "x"}}},
}


@pytest.mark.parametrize("user", [PABLO, IVAN, EVA])
def test_no_form_gives_it_away(firm: World, user: str) -> None:
    """Every form there is, sent about the private incident by those who may not see it: nothing shown or changed."""
    before = trace(firm)
    state = {"values": {name: {name: value} for name, value in FILLED.items()}}
    for form in sorted(set(DOORS["view"])):
        for about in VALUES:
            view = {"id": f"V{user}", "type": "modal", "callback_id": form, "private_metadata": about, "blocks": []}
            said = ask(firm, user, {"type": "view_submission", "view": {**view, "state": state}})
            assert hides(said), (form, about)
            assert user == PABLO or "Acme" not in said, (form, about)
    assert trace(firm) == before
    assert hides(said_to(firm, user))


def test_the_same_forms_do_reach_their_owner(firm: World) -> None:
    """What the test above sends is no nonsense: from those who may, a good part of it shows or changes the incident."""
    reached = set()
    state = {"values": {name: {name: value} for name, value in FILLED.items()}}
    for form in sorted(set(DOORS["view"])):
        for about in VALUES:
            before = trace(firm)
            view = {"id": "VLUIS", "type": "modal", "callback_id": form, "private_metadata": about, "blocks": []}
            said = ask(firm, LUIS, {"type": "view_submission", "view": {**view, "state": state}})
            if not hides(said) or trace(firm) != before:
                reached.add(form)
    assert len(reached) >= 5, reached


@pytest.mark.parametrize("action", sorted(set(DOORS["options"])))
def test_no_list_to_choose_from_gives_it_away(firm: World, action: str) -> None:
    """Nothing private is offered while typing; people from outside are offered nothing at all."""
    for user in (PABLO, IVAN, EVA):
        for typed in ("", LURE, LURE[:3], "acme", "2", "INC-2"):
            view = {"id": "V1", "type": "modal", "callback_id": "report", "blocks": [], "state": {"values": {}}}
            body = {"type": "block_suggestion", "action_id": action, "block_id": action, "value": typed, "view": view}
            said = ask(firm, user, body)
            assert hides(said), typed
            if user != PABLO:
                assert json.loads(said) == {"options": []}


def test_every_word_of_the_command_is_tried() -> None:
    """A new conversation cannot be forgotten here."""
    tried = {typed.partition(" ")[0] for typed in COMMANDS}
    assert set(_CONVERSATIONS) - tried <= {"revisar"}, "which reads only what was typed"

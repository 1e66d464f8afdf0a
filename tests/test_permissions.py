"""Who may do what, and see what (domain.md §8): the same answer in every command, button, list, card and count."""

from typing import Any

import pytest

from bot.demo.people import Member
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, SHARED, World

EVA, PABLO = "U0EVA", "U0PABLO"
SECRET = "fuga de nóminas"
MAJOR = {"severity": "major", "status": "unresolved"}


@pytest.fixture
def firm(sqlite_world: World) -> World:
    """Acme is Ana's. Eva works for another organisation; Pablo is a colleague with no part in anything."""
    world = sqlite_world
    world.server.workspace.add_member(Member(EVA, "eva", "Eva Ríos", is_stranger=True, team_id="T0OTHER"))
    world.server.workspace.add_member(Member(PABLO, "pablo", "Pablo Gil"))
    for channel in (GENERAL, INCIDENTS, SHARED):
        world.server.workspace.channels[channel].members |= {EVA, PABLO}
    world.new_client(ANA, "Acme", "no les llega el correo", **MAJOR)
    return world


@pytest.mark.parametrize(("user", "words"), [(IVAN, "persona invitada"), (EVA, "equipo de la casa")])
@pytest.mark.parametrize(
    "command", ["", "Acme: no va la web", "lista", "ver 1", "cliente Acme", "clientes", "ayuda", "lsta"]
)
def test_people_from_outside_get_a_sentence_and_nothing_else(firm: World, user: str, words: str, command: str) -> None:
    """No command of a guest or a stranger opens, shows or names anything."""
    firm.command(user, command)
    assert words in firm.answers(user)
    assert firm.server.open_view(user) is None
    assert "Marta" not in firm.answers(user)


@pytest.mark.parametrize("user", [IVAN, EVA])
def test_other_doors_are_closed_to_people_from_outside(firm: World, user: str) -> None:
    """Shortcuts, the card's buttons and the type-ahead answer guests and strangers with a sentence, not with data."""
    ts = firm.server.say(LUIS, GENERAL, "no va la web")
    firm.server.shortcut(user, "report_global")
    firm.wait()
    assert "equipo de la casa" in firm.shown(user)
    assert firm.view(user)["callback_id"] == ""
    firm.close(user)
    firm.server.message_shortcut(user, GENERAL, ts, "report_message")
    firm.wait()
    for action in ("incident_open", "incident_change", "incident_close"):
        firm.press(user, action, channel=INCIDENTS, message=firm.cards()[0])
    assert firm.server.open_view(user) is None
    assert firm.answers(user).count("equipo de la casa") >= 4


def test_a_form_open_when_its_user_becomes_a_guest_saves_nothing(firm: World) -> None:
    """Rights are asked at the moment of acting, not at the moment of opening."""
    firm.command(LUIS, "Acme: no va la web")
    firm.server.change_member(LUIS, is_restricted=True)
    firm.wait()
    assert firm.server.suggest(LUIS, view_id=firm.view(LUIS)["id"], action_id="client", query="ac") == []
    firm.submit(LUIS)
    assert "persona invitada" in firm.shown(LUIS)
    assert firm.rows("SELECT count(*) FROM incidents") == [(1,)]


def test_somebody_slack_does_not_know_gets_the_same_sentence(firm: World) -> None:
    """An unknown account is treated as one from outside."""
    firm.server.faults.add("users.info", "error:user_not_found")
    firm.command(PABLO, "lista")
    assert "equipo de la casa" in firm.answers(PABLO)


def test_in_a_channel_shared_with_others_only_the_caller_is_answered(firm: World) -> None:
    """In an external channel the bot says why it whispers, posts nothing there, and goes on for the caller."""
    firm.command(ANA, "lista", channel=SHARED)
    whispers = firm.whispers(ANA, SHARED)
    assert "gente de otra organización" in whispers[0]
    assert "INC-0001" in whispers[1]
    firm.command(ANA, "Acme: no va la web", channel=SHARED)
    firm.submit(ANA)
    firm.settle()
    assert firm.server.messages(SHARED) == []


@pytest.fixture
def private(firm: World) -> World:
    """Ana tells a private incident of Acme's that Luis is to handle; Carmen leads and is an admin."""
    firm.pass_time(minutes=5)
    firm.report(ANA, f"Acme: {SECRET}", private=["private"], owner_=LUIS, **MAJOR)
    return firm


LOOKS = {
    "ver": "ver 2",
    "lista": "lista",
    "todas": "lista todas",
    "client": "lista Acme",
    "profile": "cliente Acme",
}


@pytest.mark.parametrize(("user", "sees"), [(ANA, True), (LUIS, True), (CARMEN, True), (PABLO, False)])
@pytest.mark.parametrize("look", LOOKS)
def test_a_private_incident_is_seen_by_those_who_may(private: World, user: str, sees: bool, look: str) -> None:
    """Reporter, owner, lead and admins find it everywhere; others nowhere, not even in a count."""
    private.command(user, LOOKS[look])
    said = private.answers(user)
    assert (SECRET in said) is sees
    assert ("INC-0002" in said) is sees
    if look == "ver":
        assert ("No encuentro ese incidente" in said) is not sees
    else:
        assert ("(2)" if sees else "(1)") in said


def test_what_is_not_seen_and_what_is_not_there_sound_the_same(private: World) -> None:
    """Nobody learns that a private incident exists by asking for its number."""
    private.command(PABLO, "ver 2")
    private.command(PABLO, "ver 99")
    hidden, missing = (one["text"] for one in private.server.ephemerals(PABLO, GENERAL)[-2:])
    assert hidden == missing


def test_a_private_incident_leaves_no_trace_in_the_channel(private: World) -> None:
    """No card, no thread, no word to anybody without a part in it, through its whole life."""
    private.pass_time(hours=1)
    private.press(LUIS, "notice_done")
    private.fill(LUIS, said="Que estamos en ello", client_said="De acuerdo", mood="calm")
    private.submit(LUIS)
    private.settle()
    private.pass_time(hours=3)
    for channel in (INCIDENTS, GENERAL):
        for message in private.server.messages(channel):
            assert "INC-0002" not in str(private.server.thread(channel, message["ts"]))
    assert private.dm(PABLO) == []
    assert private.hears(CARMEN, SECRET)


def test_the_twin_question_does_not_give_a_private_one_away(private: World) -> None:
    """Who tells the same thing as a private incident is not shown it: theirs is simply written down."""
    private.command(PABLO, f"Acme: {SECRET}")
    private.submit(PABLO)
    assert "INC-0003" in private.shown(PABLO)
    assert "INC-0002" not in private.shown(PABLO)


@pytest.mark.parametrize(
    "action", ["incident_open", "incident_change", "incident_close", "notice_done", "notice_postpone"]
)
def test_old_buttons_of_what_became_private_to_somebody_show_nothing(private: World, action: str) -> None:
    """A button's number is no key: pressed by somebody without a part in it, it finds nothing."""
    source = private.last_with(private.server.dm(LUIS), action) if action != "incident_close" else None
    value = "2" if action.startswith("incident") else _value(source, action)
    press_raw(private, PABLO, action, value)
    assert "No encuentro ese incidente" in private.answers(PABLO)
    assert SECRET not in private.answers(PABLO)


def _value(message: dict[str, Any] | None, action: str) -> str:
    elements = [one for block in (message or {})["blocks"] for one in block.get("elements", [])]
    return str(next(one["value"] for one in elements if one.get("action_id") == action))


def press_raw(world: World, user: str, action: str, value: str) -> None:
    """Presses a button that this person was never shown: a message is put there with it."""
    channel = world.server.workspace.channels[GENERAL]
    element = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "x"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
    message = world.server.workspace.post(channel, world.server.workspace.bot.id, "x", blocks=blocks)
    world.press(user, action, channel=GENERAL, message=message)


@pytest.mark.parametrize(("user", "may"), [(ANA, True), (CARMEN, True), (LUIS, True), (PABLO, False)])
@pytest.mark.parametrize("action", ["notice_done", "notice_reassign", "incident_change", "client_edit"])
def test_owner_lead_and_admins_handle_and_others_are_sent_to_them(
    firm: World, user: str, may: bool, action: str
) -> None:
    """Telling, reassigning, changing, editing: owner, the client's lead and admins; others read who it is."""
    firm.command(ANA, "cliente Acme")
    firm.press(ANA, "client_edit")
    firm.fill(ANA, lead=LUIS)
    firm.submit(ANA)
    firm.close(ANA)
    press_raw(firm, user, action, "1")
    assert (firm.server.open_view(user) is not None) is may
    if not may:
        assert f"Esto lo lleva <@{ANA}>" in firm.answers(user)


@pytest.mark.parametrize(("user", "may"), [(ANA, False), (PABLO, False), (CARMEN, True)])
def test_only_the_lead_or_an_admin_confirms(firm: World, user: str, may: bool) -> None:
    """A never event is confirmed by the lead or an admin, never by its owner."""
    press_raw(firm, ANA, "incident_change", "1")
    firm.fill(ANA, flags=["never_event"])
    firm.submit(ANA)
    firm.close(ANA)
    press_raw(firm, user, "lead_confirm", "1")
    assert firm.rows("SELECT lead_confirmed_by FROM incidents") == [(user if may else None,)]
    if not may:
        assert "solo puede confirmarlo" in firm.answers(user)


@pytest.mark.parametrize("value", ["", "abc", "-1", "999999999999", "7", "1; DROP TABLE incidents"])
def test_a_number_nobody_gave_finds_nothing(firm: World, value: str) -> None:
    """A made-up value in a button is answered like anything that is not there."""
    press_raw(firm, PABLO, "incident_open", value or "0")
    assert "No encuentro ese incidente" in firm.answers(PABLO)

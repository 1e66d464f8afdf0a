"""A duty that waits, changes hands or goes up (domain.md §3, §4): postponing, reassigning, absences, and the lead."""

from typing import Any

import pytest

from bot.demo.people import Member
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, World

MAJOR = {"severity": "major", "status": "unresolved"}
MINOR = {"severity": "minor", "status": "unresolved"}


def owed(world: World, **values: Any) -> None:
    """Ana tells something of Acme's, and owes the call or the e-mail."""
    world.new_client(ANA, "Acme", "no les llega el correo", **values)


def sheet(world: World) -> str:
    """What ``ver INC-1`` answers Ana."""
    world.command(ANA, "ver 1")
    return world.answers(ANA)


def postpone(world: World, choice: str, reason: str = "") -> None:
    world.press(ANA, "notice_postpone")
    world.fill(ANA, choice=choice, reason=reason)
    world.submit(ANA)
    world.settle()


@pytest.mark.parametrize(
    ("values", "choice", "beyond", "back"),
    [
        (MAJOR, "15m", False, "Tue 10:15"),
        (MAJOR, "1h", True, "Tue 11:00"),
        (MAJOR, "morning", True, "Wed 09:00"),
        (MINOR, "1h", False, "Tue 11:00"),
        (MINOR, "morning", True, "Wed 09:00"),
    ],
)
def test_postponing_is_never_silent_past_the_deadline(
    world: World, values: dict[str, str], choice: str, beyond: bool, back: str
) -> None:
    """Within the deadline it is simply later; past it the form wants a reason, and the lead reads it. It comes back."""
    owed(world, **values)
    postpone(world, choice)
    if beyond:
        assert "Escribe el motivo" in world.errors(ANA)["reason"]
        assert world.hears(CARMEN) == []
        world.fill(ANA, reason="Están reunidos hasta entonces")
        world.submit(ANA)
        world.settle()
    assert world.server.open_view(ANA) is None
    assert world.hears(CARMEN, "Están reunidos") == (["Tue 10:00"] if beyond else [])
    world.until(world.madrid(9, 1, days=1) if choice == "morning" else world.madrid(11, 1))
    assert world.hears(ANA)[1] == back


def test_the_deadline_itself_never_moves(sqlite_world: World) -> None:
    """Postponed within its time, the duty is late at the same minute as before."""
    owed(sqlite_world, **MAJOR)
    postpone(sqlite_world, "15m")
    sqlite_world.until(sqlite_world.madrid(10, 31))
    assert sqlite_world.hears(CARMEN, "sin noticias nuestras") == ["Tue 10:30"]


def reassign(world: World, user: str, to: str) -> None:
    world.press(user, "notice_reassign")
    world.fill(user, person=to)
    world.submit(user)
    world.settle()


def test_reassigning_tells_both(world: World) -> None:
    """The new owner is prompted at once, the former one's buttons go, and the ladder runs on for the new one."""
    owed(world, **MAJOR)
    world.pass_time(minutes=5)
    reassign(world, ANA, LUIS)
    assert world.server.open_view(ANA) is None
    assert world.hears(LUIS, "Ahora te encargas tú") == ["Tue 10:05"]
    former = world.server.messages(world.server.dm(ANA))[0]
    assert f"Ahora se encarga <@{LUIS}>" in str(former)
    assert "notice_done" not in str(former)
    world.until(world.madrid(10, 31))
    assert world.hears(LUIS) == ["Tue 10:05", "Tue 10:15", "Tue 10:30"]
    assert world.hears(ANA) == ["Tue 10:00"]
    assert world.rows("SELECT owner FROM incidents") == [(LUIS,)]


def test_the_lead_reassigns_and_all_are_told(world: World) -> None:
    """When the lead hands it on, the former owner is told too."""
    owed(world, **MAJOR)
    world.until(world.madrid(10, 31))
    reassign(world, CARMEN, LUIS)
    assert world.hears(ANA, "Ya no tienes que hacer nada") == ["Tue 10:31"]
    assert world.hears(LUIS, "Ahora te encargas tú") == ["Tue 10:31"]


def test_what_is_not_due_yet_keeps_its_hour_in_other_hands(sqlite_world: World) -> None:
    """With the call goes the meeting that is for later: its prompt is neither lost nor brought forward."""
    world = sqlite_world
    world.clock.moment = world.madrid(19, 30)
    owed(world, **MAJOR, flags=["cannot_work"])
    reassign(world, ANA, LUIS)
    assert world.hears(LUIS, "Llama a") == ["Tue 19:30"]
    assert world.hears(LUIS, "Queda en persona") == []
    world.until(world.madrid(9, 1, days=1))
    assert world.hears(LUIS, "Queda en persona") == ["Wed 09:00"]


@pytest.mark.parametrize(
    ("target", "sentence"),
    [(IVAN, "no está activa"), ("U0GONE", "no está activa"), ("U0DEMO0BOT", "no está activa"), (ANA, "Ya lo lleva")],
    ids=["guest", "deactivated", "the-bot", "oneself"],
)
def test_a_duty_goes_only_to_somebody_who_can_do_it(sqlite_world: World, target: str, sentence: str) -> None:
    """The form says on its field why that person cannot take it, and nothing changes."""
    sqlite_world.server.workspace.add_member(Member("U0GONE", "eva", "Eva Ríos", deleted=True))
    owed(sqlite_world, **MAJOR)
    reassign(sqlite_world, ANA, target)
    assert sentence in sqlite_world.errors(ANA)["person"]
    assert sqlite_world.rows("SELECT assignee FROM notices") == [(ANA,)]


@pytest.mark.parametrize(
    "change",
    [{"status_emoji": ":palm_tree:"}, {"status_emoji": ":face_with_thermometer:"}, {"deleted": True},
     {"is_restricted": True}],
    ids=["holiday", "ill", "deactivated", "now-a-guest"],
)  # fmt: skip
def test_the_lead_gets_it_when_the_owner_is_not_there(world: World, change: dict[str, Any]) -> None:
    """Away or gone when the duty falls due: the lead is prompted instead, told why, and may settle it."""
    owed(world, severity="minor", status="resolved")
    world.server.change_member(ANA, **change)
    world.wait()
    world.report(LUIS, "Acme: no pueden facturar", **MAJOR)
    assert world.hears(ANA, "Llama a") == []
    assert world.hears(CARMEN, "no está disponible") == ["Tue 10:00"]
    world.press(CARMEN, "notice_done")
    world.fill(CARMEN, said="Que estamos en ello", client_said="De acuerdo", mood="calm")
    world.submit(CARMEN)
    assert world.rows("SELECT settled_by FROM notices WHERE state = 'given'") == [(CARMEN,)]


def test_the_lead_gets_what_the_owner_left_half_done(sqlite_world: World) -> None:
    """An owner who goes away after the first prompt: the next rung finds the lead."""
    owed(sqlite_world, **MAJOR)
    sqlite_world.server.change_member(ANA, status_emoji=":palm_tree:")
    sqlite_world.until(sqlite_world.madrid(10, 16))
    assert sqlite_world.hears(ANA) == ["Tue 10:00"]
    assert sqlite_world.hears(CARMEN, "Llama a") == ["Tue 10:15"]


@pytest.mark.parametrize("lead_away", [False, True])
def test_when_everybody_is_away_it_stays_where_it_is(sqlite_world: World, lead_away: bool) -> None:
    """Owner and lead away: an admin who is there gets it; nobody there: it stands with the owner, and does not spin."""
    world = sqlite_world
    owed(world, severity="minor", status="resolved")
    world.command(ANA, "cliente Acme")
    world.press(ANA, "client_edit")
    world.fill(ANA, lead=LUIS)
    world.submit(ANA)
    world.close(ANA)
    for user in (ANA, LUIS, *((CARMEN,) if lead_away else ())):
        world.server.change_member(user, status_emoji=":palm_tree:")
    world.report(ANA, "Acme: no pueden facturar", **MAJOR)
    heard = {user: world.hears(user, "Llama a") for user in (ANA, LUIS, CARMEN)}
    nobody = {ANA: ["Tue 10:00"], LUIS: [], CARMEN: []}
    assert heard == (nobody if lead_away else {ANA: [], LUIS: [], CARMEN: ["Tue 10:00"]})
    assert len(world.rows("SELECT id FROM timeline WHERE kind = 'handed_over'")) == (0 if lead_away else 1)


@pytest.mark.parametrize(("flag", "words"), [("cannot_work", "no puede trabajar"), ("never_event", "error imposible")])
def test_a_stopped_client_gets_a_call_a_meeting_and_the_leads_eye(world: World, flag: str, words: str) -> None:
    """Whatever was said of it: importante, by phone, the lead copied, and an apology in person within two days."""
    owed(world, severity="minor", status="resolved", flags=[flag])
    assert world.hears(ANA, "Llama a") == ["Tue 10:00"]
    assert world.hears(ANA, "Queda en persona con") == ["Tue 10:00"]
    assert world.hears(CARMEN, words) == ["Tue 10:00"]
    rows = world.rows("SELECT purpose, channel, severity FROM notices ORDER BY id")
    assert rows == [("tell", "phone", "major"), ("meet", "in_person", "major")]
    assert "jueves 12 de marzo antes de las 10:00" in sheet(world)


def test_the_lead_confirms_a_never_event(world: World) -> None:
    """«Lo confirmo» is the lead's alone, counts once, and is what the closing waits for."""
    owed(world, **MAJOR, flags=["never_event"])
    message = world.last_with(world.server.dm(CARMEN), "lead_confirm")
    world.press(CARMEN, "lead_confirm", message=message)
    world.settle()
    assert world.rows("SELECT lead_confirmed_by FROM incidents") == [(CARMEN,)]
    world.press(CARMEN, "lead_confirm", message=message, stale=True)
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'lead_confirmed'") == [(1,)]
    after = str(world.server.messages(world.server.dm(CARMEN)))
    assert "Confirmado por" in after
    assert "'lead_confirm'" not in after


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize(("flag", "button"), [("never_event", True), ("cannot_work", False)])
def test_what_turns_out_worse_reaches_the_lead_too(sqlite_world: World, told: bool, flag: str, button: bool) -> None:
    """Found out later, with the call still owed or already made: the lead hears, and confirms where it must be."""
    world = sqlite_world
    owed(world, **MAJOR)
    if told:
        world.press(ANA, "notice_done")
        world.fill(ANA, said="Que estamos en ello", client_said="De acuerdo", mood="calm")
        world.submit(ANA)
    world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
    world.fill(ANA, flags=[flag])
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert world.hears(CARMEN) == ["Tue 10:00"]
    assert ("'lead_confirm'" in str(world.server.messages(world.server.dm(CARMEN)))) is button


def test_the_leads_escalation_keeps_its_buttons(sqlite_world: World) -> None:
    """After another try by the owner the lead's message still offers to lend a hand; after the proof it does not."""
    world = sqlite_world
    owed(world, **MAJOR)
    world.until(world.madrid(10, 31))
    world.press(ANA, "notice_no_answer")
    world.settle()
    escalation = world.server.messages(world.server.dm(CARMEN))[0]
    assert "'notice_done'" in str(escalation)
    assert "Lo lleva" in str(escalation)
    world.pass_time(minutes=1)
    world.press(CARMEN, "notice_done", message=escalation)
    world.fill(CARMEN, said="Que estamos en ello", client_said="De acuerdo", mood="calm")
    world.submit(CARMEN)
    world.settle()
    assert "'notice_done'" not in str(world.server.messages(world.server.dm(CARMEN))[0])

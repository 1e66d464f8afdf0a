"""An incident closes and is opened again (domain.md §5): what is missing is shown, and nothing is owed afterwards."""

from datetime import timedelta

import pytest

from bot.desk import changes
from bot.domain.errors import Refused, Why
from tests.test_changes import MAJOR, change, notices, owed, tell, thread
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, World


def checklist(world: World) -> dict[str, bool]:
    """The closing checklist as Ana sees it after «Cerrar»; empty when it closed."""
    world.press(ANA, "incident_close", channel=INCIDENTS, message=world.cards()[0])
    lines = [line for block in world.view(ANA)["blocks"] for line in str(block.get("text", {}).get("text")).split("\n")]
    world.close(ANA)
    return {line[2:].strip(): line.startswith("☑") for line in lines if line[:1] in "☑⬜"}


def test_closing_shows_what_is_missing_until_nothing_is(world: World) -> None:
    """Solved, told, met, promises and the lead's word: each is ticked when it is done, and only then it closes."""
    owed(world, **MAJOR, flags=["never_event"])
    assert set(checklist(world).values()) == {False}
    assert len(checklist(world)) == 5
    world.press(ANA, "notice_done", message=world.server.messages(world.server.dm(ANA))[0])
    due = int((world.clock() + timedelta(hours=1)).timestamp())
    world.fill(ANA, said="Ya", client_said="Bien", mood="calm", promised="Una visita", promised_for=due)
    world.submit(ANA)
    world.settle()
    world.pass_time(minutes=1)
    change(world, status="resolved", flags=["never_event"])
    tell(world)
    world.press(ANA, "notice_done", message=world.server.messages(world.server.dm(ANA))[1])
    world.fill(ANA, said="Perdón, en persona", client_said="Gracias", mood="calm")
    world.submit(ANA)
    world.pass_time(minutes=1)
    world.press(CARMEN, "lead_confirm")
    left = [item for item, done in checklist(world).items() if not done]
    assert left == ["Lo prometido está resuelto", "La revisión está terminada"]
    world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    world.press(ANA, "promise_kept")
    world.close(ANA)
    world.finish_review()
    assert checklist(world) == {}
    assert world.rows("SELECT status FROM incidents") == [("closed",)]
    world.settle()
    assert "Cerrado" in str(world.cards()[0])


def closed(world: World, **values: str) -> None:
    """An importante that went its whole way and is closed."""
    owed(world, **{**MAJOR, **values})
    change(world, status="resolved")
    tell(world)
    world.finish_review()
    assert checklist(world) == {}
    world.settle()


def reopen(world: World, user: str, failing: str = "failing", reason: str = "Ha vuelto a caer a las doce") -> None:
    """Opens it again from its card, if this person may."""
    world.press(user, "incident_reopen", channel=INCIDENTS, message=world.cards()[0])
    if world.server.open_view(user) is not None:
        world.fill(user, failing=failing, reason=reason)
        world.submit(user)


def test_prevention_is_asked_for_what_was_ours(sqlite_world: World) -> None:
    """Ours or shared: closing wants a decision on how it will not come back; a third party's does not."""
    item = "Está decidido qué se hace para que no se repita"
    owed(sqlite_world, severity="minor", status="unresolved")
    assert item not in checklist(sqlite_world)
    for responsibility, asked in (("ours", True), ("shared", True), ("client", False), ("third_party", False)):
        change(sqlite_world, responsibility=responsibility)
        assert (item in checklist(sqlite_world)) is asked, responsibility
    sqlite_world.settle()
    assert "decidir qué se hace" not in str(sqlite_world.cards()[0])


def test_each_thing_that_is_missing_says_what_to_press(sqlite_world: World) -> None:
    """On the card, the one thing to do now; in the list, each its own; what is ticked needs nothing."""
    world = sqlite_world
    owed(world, **MAJOR)
    assert "👉 Cuando al cliente le funcione, pulsa «Ya está solucionado»" in str(world.cards()[0])
    change(world, status="resolved")
    assert "👉 Quien lo lleva se lo cuenta" in str(world.cards()[0])
    world.command(ANA, "ver 1")
    said = world.answers(ANA)
    assert "☑️ Está solucionado\\n⬜ El cliente sabe" in said
    assert "«He escrito» o «He llamado»" in said
    assert "«Hacer la revisión»" in said
    assert "pulsa «Ya está solucionado»" not in said


def test_failing_again_the_client_hears_again(world: World) -> None:
    """Reopened because it fails: unresolved, a new call to the client, the reason on record, and the same way back."""
    closed(world)
    assert "incident_reopen" in str(world.cards()[0])
    heard = len(world.dm(ANA))
    reopen(world, ANA)
    assert "está abierto otra vez" in world.shown(ANA)
    assert f"<@{ANA}> llamará a Marta Ruiz" in world.shown(ANA)
    world.close(ANA)
    world.settle()
    assert world.rows("SELECT status, round, closed_at, resolved_at FROM incidents") == [("unresolved", 2, None, None)]
    assert notices(world)[-1] == "tell phone pending"
    assert world.dm(ANA)[heard].startswith("Llama a Marta Ruiz")
    assert "lo reabre: no solucionada. Motivo: Ha vuelto a caer a las doce" in thread(world)
    assert "incident_resolved" in str(world.cards()[0])
    tell(world)
    change(world, status="resolved")
    tell(world)
    world.finish_review()  # the one before does not explain what has happened since
    assert checklist(world) == {}
    assert world.rows("SELECT status FROM incidents") == [("closed",)]


def test_something_left_to_do_is_no_news_for_the_client(sqlite_world: World) -> None:
    """Reopened while it works: solved as before, nobody is called, and it can be closed again at once."""
    world = sqlite_world
    closed(world)
    heard = world.dm(ANA)
    before = notices(world)
    world.command(ANA, "ver 1")
    world.press(ANA, "incident_reopen", channel="C0GENERAL", message=world.server.ephemerals(ANA, "C0GENERAL")[-1])
    world.fill(ANA, failing="working", reason="Falta la factura de abono")
    world.submit(ANA)
    assert "no hay que contarle nada nuevo" in world.shown(ANA)
    world.close(ANA)
    world.settle()
    assert world.rows("SELECT status, round, closed_at FROM incidents") == [("resolved", 1, None)]
    assert world.rows("SELECT resolved_at IS NULL FROM incidents")[0][0] in (0, False)
    assert (world.dm(ANA), notices(world)) == (heard, before)
    assert checklist(world) == {}


@pytest.mark.parametrize("reason", ["   ", "…", "😀"])
def test_opening_it_again_needs_a_reason(sqlite_world: World, reason: str) -> None:
    """No words, no reopening: the sentence stands on the field, and what was chosen is kept."""
    closed(sqlite_world)
    reopen(sqlite_world, ANA, reason=reason)
    assert "Escribe por qué se reabre" in sqlite_world.errors(ANA)["reason"]
    assert sqlite_world.rows("SELECT status FROM incidents") == [("closed",)]


@pytest.mark.parametrize(("user", "words"), [(LUIS, f"Esto lo lleva <@{ANA}>"), (IVAN, "equipo de la casa")])
def test_only_who_may_handle_it_opens_it_again(sqlite_world: World, user: str, words: str) -> None:
    """The card's button is for everybody to see; a colleague hears whose it is, a guest that it is not for them."""
    closed(sqlite_world)
    reopen(sqlite_world, user)
    assert words in sqlite_world.answers(user)
    assert sqlite_world.rows("SELECT status FROM incidents") == [("closed",)]
    sqlite_world.command(user, "ver 1")
    assert "incident_reopen" not in str(sqlite_world.server.ephemerals(user, "C0GENERAL"))


def test_a_closed_private_incident_is_still_nobody_else_s(sqlite_world: World) -> None:
    """Whoever may not see it is told that it is not there, in the words for any other number."""
    world = sqlite_world
    owed(world, severity="major", status="resolved", private=["private"])
    tell(world)
    world.finish_review()
    world.command(ANA, "ver 1")
    whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
    world.press(ANA, "incident_close", channel="C0GENERAL", message=whisper)
    world.close(ANA)
    assert world.rows("SELECT status FROM incidents") == [("closed",)]
    world.command(ANA, "ver 1")
    whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
    assert "incident_reopen" in str(whisper)
    with pytest.raises(Refused) as refused:
        changes.reopen(world.bot.desk, world.actor(LUIS), 1, "Porque sí", failing=True)
    assert refused.value.why is Why.NOT_FOUND


def test_two_people_at_once_open_it_once(sqlite_world: World) -> None:
    """The second hears who was first and when, with the form open or with an old button."""
    world = sqlite_world
    closed(world)
    for user in (ANA, CARMEN):
        world.press(user, "incident_reopen", channel=INCIDENTS, message=world.cards()[0])
        world.fill(user, failing="failing", reason="Ha vuelto a caer")
    world.submit(CARMEN)
    world.submit(ANA)
    assert f"INC-0001 ya está abierto. <@{CARMEN}> lo reabrió hoy" in world.shown(ANA)
    world.close(ANA)
    world.settle()
    world.press(ANA, "incident_reopen", channel=INCIDENTS, message=world.cards()[0], stale=True)
    assert f"<@{CARMEN}> lo reabrió hoy" in world.answers(ANA)
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'reopened'") == [(1,)]
    assert notices(world).count("tell phone pending") == 1


def test_two_people_at_once_close_it_once(sqlite_world: World) -> None:
    """The second press changes nothing and says who closed it, and how to open it again."""
    world = sqlite_world
    closed(world)
    world.press(CARMEN, "incident_close", channel=INCIDENTS, message=world.cards()[0], stale=True)
    assert f"<@{ANA}> cerró INC-0001 hoy" in world.answers(CARMEN)
    assert "pulsa «Reabrir» en `/incidente ver INC-0001`" in world.answers(CARMEN)
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'closed'") == [(1,)]


@pytest.mark.parametrize("action", ["incident_change", "incident_close"])
def test_a_closed_incident_refuses(sqlite_world: World, action: str) -> None:
    """Buttons seen before the closing change nothing, say when it closed, and what to do if it fails again."""
    world = sqlite_world
    closed(world)
    before = world.rows("SELECT count(*) FROM timeline")
    world.press(ANA, action, channel=INCIDENTS, message=world.cards()[0], stale=True)
    assert "INC-0001" in world.answers(ANA)
    assert "pulsa «Reabrir»" in world.answers(ANA)
    assert world.rows("SELECT count(*) FROM timeline") == before
    assert action not in str(world.cards()[0])


def test_what_is_closed_owes_the_client_nothing(world: World) -> None:
    """Weeks after the closing nobody has been reminded of anything about it."""
    closed(world)
    assert world.rows("SELECT count(*) FROM notices WHERE next_at IS NOT NULL") == [(0,)]
    told = {user: world.dm(user) for user in (ANA, CARMEN, LUIS)}
    world.pass_time(days=20)
    assert {user: world.dm(user) for user in told} == told

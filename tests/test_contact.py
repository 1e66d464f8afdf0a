"""Telling the client (domain.md §4): the prompt's buttons, proof, tries, and hands that press at the wrong moment."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from tests.world import ANA, CARMEN, LUIS, World

PROOF = {"said": "Que estamos en ello", "client_said": "Que de acuerdo", "mood": "calm"}


def major(world: World, **values: Any) -> None:
    """Ana tells an importante of Acme's that is not solved: she owes a call within 30 minutes."""
    world.new_client(ANA, "Acme", "no les llega el correo", **{"severity": "major", "status": "unresolved", **values})


def prove(world: World, user: str, **values: Any) -> None:
    """Fills in the proof form and sends it."""
    world.press(user, "notice_done")
    world.fill(user, **{**PROOF, **values})
    world.submit(user)
    world.settle()


def stamp(world: World, minutes: float) -> int:
    return int((world.clock() + timedelta(minutes=minutes)).timestamp())


def test_the_prompt_has_all_that_is_needed_for_the_call(sqlite_world: World) -> None:
    """Who, which number, by when, why, what to say and every button: nothing has to be looked up."""
    major(sqlite_world)
    message = sqlite_world.last_with(sqlite_world.server.dm(ANA), "notice_done")
    shown = str(message)
    for needed in ("Marta Ruiz", "+34 600 12 34 56", "antes de las 10:30", "quedan 30 minutos", "de viva voz"):
        assert needed in shown
    for action in ("done", "no_answer", "postpone", "reassign"):
        assert f"'notice_{action}'" in shown


def test_proof_keeps_what_both_sides_said(world: World) -> None:
    """Whom, when, what was said and heard, the mood, the promise and the next talk are all saved; reminders stop."""
    major(world)
    world.pass_time(minutes=5)
    told_at, promised, touch = stamp(world, -2), stamp(world, 45), stamp(world, 90)
    prove(
        world,
        ANA,
        spoke_with="Pablo, de sistemas",
        told_at=told_at,
        mood="very_upset",
        promised="Volver a llamar",
        promised_for=promised,
        next_touch_at=touch,
    )
    assert world.rows("SELECT spoke_with, said, client_said, mood, promised, channel FROM proofs") == [
        ("Pablo, de sistemas", PROOF["said"], PROOF["client_said"], "very_upset", "Volver a llamar", "phone")
    ]
    assert world.rows("SELECT what, state, owner FROM commitments") == [("Volver a llamar", "open", ANA)]
    heard = len(world.hears(ANA))
    world.pass_time(minutes=29)
    assert len(world.hears(ANA)) == heard
    assert "anotado el mar 10 mar a las 10:05" in str(world.server.messages(world.server.dm(ANA))[0])
    assert "Pablo, de sistemas" in str(world.server.thread("C0INCIDENTS", world.cards()[0]["ts"]))


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"said": ""}, "said", "obligatorio"),
        ({"said": "👍"}, "said", "qué le has dicho"),
        ({"client_said": ""}, "client_said", "obligatorio"),
        ({"mood": None}, "mood", "obligatorio"),
        ({"spoke_with": ""}, "spoke_with", "obligatorio"),
        ({"told_at": 10}, "told_at", "todavía no ha llegado"),
        ({"promised": "Llamarle"}, "promised_for", "Pon para cuándo"),
        ({"promised_for": 60}, "promised", "qué se prometió"),
        ({"promised": "Llamarle", "promised_for": -5}, "promised_for", "ya ha pasado"),
        ({"next_touch_at": -5}, "next_touch_at", "ya ha pasado"),
    ],
)
def test_a_proof_that_proves_nothing_is_answered_on_its_field(
    sqlite_world: World, values: dict[str, Any], field: str, sentence: str
) -> None:
    """An empty word, an hour that cannot be, half a promise: on its field, and the duty stays open. Hours: minutes."""
    world = sqlite_world
    major(world)
    values = {
        name: stamp(world, value) if name in ("told_at", "promised_for", "next_touch_at") else value
        for name, value in values.items()
    }
    prove(world, ANA, **values)
    assert list(world.errors(ANA)) == [field]
    assert sentence in world.errors(ANA)[field]
    assert world.rows("SELECT count(*) FROM proofs") == [(0,)]
    assert world.rows("SELECT state FROM notices") == [("pending",)]


def test_no_answer_three_times_then_a_message_or_the_next_person(world: World) -> None:
    """Each try is on the timeline and asked again in 15 minutes; the third proposes a message and the next contact."""
    major(world)
    world.add_contact("Pedro Sanz", "+34600765432")
    for tried in (1, 2, 3):
        shown = str(world.last_with(world.server.dm(ANA), "notice_done"))
        assert "Probar con" not in shown
        assert "He escrito" not in shown
        world.press(ANA, "notice_no_answer")
        world.settle()
        assert world.rows("SELECT tries, state FROM notices") == [(tried, "pending")]
        world.pass_time(minutes=15)
        assert world.hears(ANA)[-1] == ["Tue 10:15", "Tue 10:30", "Tue 10:45"][tried - 1]
    shown = str(world.last_with(world.server.dm(ANA), "notice_done"))
    assert "He escrito" in shown
    assert "Probar con Pedro Sanz" in shown
    entries = world.rows("SELECT kind FROM timeline WHERE kind = 'no_answer'")
    assert len(entries) == 3


def test_the_next_contact_takes_over_with_a_clean_count(world: World) -> None:
    """«Probar con» shows the other person's number, and the tries begin again."""
    major(world)
    world.add_contact("Pedro Sanz", "+34600765432")
    for _ in range(3):
        world.press(ANA, "notice_no_answer")
        world.pass_time(minutes=1)
    world.press(ANA, "notice_next")
    world.settle()
    shown = str(world.last_with(world.server.dm(ANA), "notice_done"))
    assert "Pedro Sanz" in shown
    assert "+34 600 76 54 32" in shown
    assert world.rows("SELECT tries FROM notices") == [(0,)]


def test_a_message_after_three_tries_is_proof_too(world: World) -> None:
    """«He escrito» asks for what was written, not for a talk, and settles the duty as a message."""
    major(world)
    for _ in range(3):
        world.press(ANA, "notice_no_answer")
        world.pass_time(minutes=1)
    world.press(ANA, "notice_written")
    assert "¿A quién se lo has escrito?" in world.shown(ANA)
    world.fill(ANA, said="Le he dejado un mensaje con lo que pasa")
    world.submit(ANA)
    assert world.rows("SELECT channel FROM proofs") == [("text",)]
    assert world.rows("SELECT state FROM notices WHERE purpose = 'tell'") == [("given",)]


def test_no_answer_pressed_twice_counts_once(world: World) -> None:
    """A double click is one try: the second press carries the count that it saw."""
    major(world)
    message = world.last_with(world.server.dm(ANA), "notice_no_answer")
    world.press(ANA, "notice_no_answer", message=message)
    world.press(ANA, "notice_no_answer", message=message)
    world.settle()
    world.press(ANA, "notice_no_answer", message=message, stale=True)
    assert world.rows("SELECT tries FROM notices") == [(1,)]


@pytest.mark.parametrize("action", ["done", "no_answer", "postpone", "reassign"])
def test_a_stale_button_says_who_did_it_and_when(sqlite_world: World, action: str) -> None:
    """After the proof, each old button changes nothing and names who was first, and when."""
    major(sqlite_world)
    message = sqlite_world.last_with(sqlite_world.server.dm(ANA), "notice_done")
    prove(sqlite_world, ANA)
    before = sqlite_world.rows("SELECT count(*) FROM timeline")
    sqlite_world.press(ANA, f"notice_{action}", message=message, stale=True)
    assert f"<@{ANA}> lo contó y quedó anotado hoy a las 10:00" in sqlite_world.answers(ANA)
    assert sqlite_world.server.open_view(ANA) is None
    assert sqlite_world.rows("SELECT count(*) FROM timeline") == before


def test_a_form_sent_after_somebody_else_says_so(world: World) -> None:
    """Two people hold the form; the second to send reads who did it and when, and nothing is saved twice."""
    major(world)
    world.pass_time(minutes=30)
    world.press(CARMEN, "notice_done")
    world.fill(CARMEN, **PROOF)
    prove(world, ANA)
    world.submit(CARMEN)
    assert f"<@{ANA}> lo contó" in world.shown(CARMEN)
    assert world.rows("SELECT by FROM proofs") == [(ANA,)]


def test_two_people_at_the_same_moment_settle_it_once(world: World) -> None:
    """Owner and lead send their proofs at once, in two threads: one is kept, the other is told who was first."""
    major(world)
    world.pass_time(minutes=30)
    views = {}
    for user in (ANA, CARMEN):
        world.press(user, "notice_done")
        world.fill(user, **PROOF)
        views[user] = world.view(user)["id"]
    threads = [Thread(target=world.server.submit, args=(user, view)) for user, view in views.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.settle()
    (first,) = (row[0] for row in world.rows("SELECT by FROM proofs"))
    second = CARMEN if first == ANA else ANA
    assert world.server.open_view(first) is None
    assert f"<@{first}> lo contó" in world.shown(second)
    assert world.rows("SELECT count(*) FROM notices WHERE purpose = 'update'") == [(1,)]


@pytest.mark.parametrize("user", [LUIS])
def test_whoever_has_no_part_in_it_cannot_settle_it(sqlite_world: World, user: str) -> None:
    """The card's buttons are for everybody to see, but only owner, lead and admins change anything."""
    major(sqlite_world)
    for action in ("incident_resolved", "incident_change", "incident_close"):
        sqlite_world.press(user, action, channel="C0INCIDENTS", message=sqlite_world.cards()[0])
        assert f"Esto lo lleva <@{ANA}>" in sqlite_world.answers(user)
        assert sqlite_world.server.open_view(user) is None

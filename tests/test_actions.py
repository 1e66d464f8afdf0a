"""Corrective actions (domain.md §5): written down, reminded, done, verified by somebody else, told to the client."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.desk import actions, actions_seen, improvements, verifying
from bot.desk.actions import NewAction
from bot.domain.corrective import Phase
from bot.domain.departure import Departure
from bot.domain.errors import Refused, Why
from bot.domain.people import Person
from bot.domain.permissions import Actor
from bot.domain.views import ActionScope
from bot.store import incidents
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, START, World

THURSDAY, NEXT_WEEK = "2026-03-12", "2026-03-17"


def incident(world: World, **values: Any) -> None:
    """Luis tells Acme's trouble; Ana looks after it."""
    told = {"severity": "minor", "status": "resolved", "owner_": ANA}
    world.new_client(LUIS, "Acme", "no les llega el correo", **{**told, **values})


def add(world: World, user: str = ANA, **values: Any) -> int:
    """Adds an action from the incident's card; answers its id."""
    world.press(user, "action_add", channel=INCIDENTS, message=world.cards()[-1])
    filled = {"what": "Probar la copia cada lunes", "how_we_know": "Se restaura entera", "owner": LUIS}
    world.fill(user, **{**filled, "due_on": THURSDAY, **values})
    world.submit(user)
    world.close(user)
    world.settle()
    return int(world.rows("SELECT max(id) FROM actions")[0][0])


def press(world: World, user: str, action: str, **values: Any) -> None:
    """Presses a button of the newest message that has it, and sends its form where there is one."""
    world.press(user, action)
    if values:
        world.fill(user, **values)
        world.submit(user)
    world.settle()


def state(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT state FROM actions ORDER BY id")]


def thread(world: World) -> str:
    return str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))


def last(world: World, user: str) -> str:
    return str(world.server.messages(world.server.dm(user))[-1])


def to_verify(world: World) -> int:
    """Luis has done his action on Tuesday the 10th, and two weeks have passed."""
    incident(world)
    made = add(world)
    press(world, LUIS, "action_done")
    world.until(world.madrid(9, 1, days=14))
    return made


def test_from_the_card_to_the_client(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added, reminded two days before and on the day, done, verified by another, and then the client is told."""
    told: list[int] = []
    monkeypatch.setattr(improvements, "tell", lambda _session, _desk, found, *_: told.append(found.id))
    incident(world)
    add(world, due_on=NEXT_WEEK)
    assert world.dm(LUIS)[-1].startswith("🛠️ Te han encargado esto.")
    world.until(world.madrid(12, days=7))
    assert world.hears(LUIS, "Se acerca el día") == ["Fri 09:00"]
    assert world.hears(LUIS, "Esto es para hoy") == ["Tue 09:00"]
    press(world, LUIS, "action_done")
    assert "Hecha" in last(world, LUIS)
    assert "action_done" not in str(world.server.messages(world.server.dm(LUIS)))
    assert world.rows("SELECT verifier, verify_on FROM actions")[0][0] == ANA
    world.until(world.madrid(12, days=14))
    assert world.hears(ANA, "¿Ha funcionado?") == ["Tue 09:00"]
    assert told == []
    press(world, ANA, "action_works")
    assert state(world) == ["verified"]
    assert told == [1]
    assert "funciona" in thread(world)
    assert "Funciona" in last(world, ANA)
    assert world.rows("SELECT count(*) FROM actions WHERE next_at IS NOT NULL") == [(0,)]


def test_overdue_each_morning_and_the_lead_once(sqlite_world: World) -> None:
    """Friday, Monday and Tuesday it is asked for; on that Tuesday the lead hears, and no more after that."""
    world = sqlite_world
    incident(world)
    add(world)
    world.until(world.madrid(12, days=10))
    mornings = ["Fri 09:00", "Mon 09:00", "Tue 09:00", "Wed 09:00", "Thu 09:00", "Fri 09:00"]
    assert world.hears(LUIS, "no consta como hecho") == mornings
    assert world.hears(CARMEN, "Han pasado tres mañanas") == ["Tue 09:00"]
    assert "sigue sin hacer" in thread(world)
    press(world, CARMEN, "action_reassign", person=ANA)
    assert "Ahora te encargas tú" in last(world, ANA)
    assert "Tú ya no tienes que hacer nada" in last(world, LUIS)
    assert world.rows("SELECT owner FROM actions") == [(ANA,)]


def test_put_off_twice_asks_the_lead(sqlite_world: World) -> None:
    """`Aplazar`: the first time nobody minds, the second the lead sees both days and reasons and may put another."""
    world = sqlite_world
    incident(world)
    add(world)
    press(world, LUIS, "action_move", due_on="2026-03-16", reason="Falta la pieza")
    assert not world.hears(CARMEN, "se aplaza")
    world.close(LUIS)
    press(world, LUIS, "action_move", due_on="2026-03-25", reason="Sigue sin llegar")
    world.close(LUIS)
    shown = last(world, CARMEN)
    for part in ("por segunda vez", "Falta la pieza", "Sigue sin llegar", "12 de marzo", "16 de marzo", "25 de marzo"):
        assert part in shown
    press(world, CARMEN, "action_move", due_on="2026-03-18", reason="No puede esperar tanto")
    assert world.rows("SELECT due_on, postponed FROM actions")[0][1] == 2
    assert "18 de marzo" in world.shown(CARMEN)
    world.until(world.madrid(12, days=6))
    assert len(world.hears(LUIS, "Se acerca el día")) == 1


def test_no_funciono_gives_it_back(sqlite_world: World) -> None:
    """It did not work: open again with another day, its owner told why, and the history kept."""
    world = sqlite_world
    to_verify(world)
    press(world, ANA, "action_failed", due_on="2026-04-10", reason="Faltaba media copia")
    world.close(ANA)
    assert world.rows("SELECT state, failures, verifier FROM actions") == [("open", 1, None)]
    assert "Faltaba media copia" in last(world, LUIS)
    assert "Faltaba media copia" in thread(world)
    press(world, LUIS, "action_done")
    world.until(world.madrid(12, days=14))
    press(world, ANA, "action_works")
    assert state(world) == ["verified"]


def test_not_yet_known_is_asked_again_in_a_week(sqlite_world: World) -> None:
    """`Aún no se sabe`: seven days; pressed twice, once; and each morning until answered, the lead after three."""
    world = sqlite_world
    to_verify(world)
    message = world.last_with(world.server.dm(ANA), "action_unsure")
    press(world, ANA, "action_unsure")
    world.press(ANA, "action_unsure", message=message, stale=True)
    assert "Todavía no toca comprobarlo" in world.answers(ANA)
    asked = len(world.hears(ANA, "¿Ha funcionado?"))
    world.until(world.madrid(12, days=7))
    assert len(world.hears(ANA, "¿Ha funcionado?")) == asked + 1
    world.until(world.madrid(12, days=7))
    assert world.hears(ANA, "Sigue sin saberse") == ["Wed 09:00", "Mon 09:00", "Tue 09:00"]  # over Easter
    assert world.hears(CARMEN, "todavía no ha dicho") == ["Tue 09:00"]


def test_never_the_doer(sqlite_world: World) -> None:
    """Whoever did it is refused, also as admin and from a form; nor may it be handed to them to verify."""
    world = sqlite_world
    made = to_verify(world)
    desk, day = world.bot.desk, date(2026, 4, 20)
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: verifying.works(desk, who, made),
        lambda who: verifying.unsure(desk, who, made),
        lambda who: verifying.failed(desk, who, made, day, "No"),
    )
    for act in acts:
        for user, admin, why in (
            (LUIS, False, Why.DOER_CANNOT_VERIFY),
            (LUIS, True, Why.DOER_CANNOT_VERIFY),
            ("U0OTHER", False, Why.NOT_YOURS),
        ):
            with pytest.raises(Refused) as refused:
                act(Actor(world.team, user, admin))
            assert refused.value.why is why
    press(world, ANA, "action_reassign", person=LUIS)
    assert "alguien distinto de quien la hizo" in world.errors(ANA)["person"]
    world.fill(ANA, person=CARMEN)
    world.submit(ANA)
    world.settle()
    assert "¿Ha funcionado?" in last(world, CARMEN)
    assert state(world) == ["done"]


def test_who_verifies_when_the_owner_of_the_incident_did_it(sqlite_world: World) -> None:
    """Ana did it herself: the lead is asked; away by then, the reporter."""
    world = sqlite_world
    incident(world)
    add(world, owner=ANA)
    world.command(ANA, "acciones")
    whisper = world.server.ephemerals(ANA, GENERAL)[-1]
    world.press(ANA, "action_done", channel=GENERAL, message=whisper)
    assert "Anotado" in world.answers(ANA)
    assert world.rows("SELECT verifier FROM actions") == [(CARMEN,)]
    world.server.change_member(CARMEN, deleted=True)
    world.until(world.madrid(9, 1, days=14))
    assert world.hears(LUIS, "¿Ha funcionado?")
    assert world.rows("SELECT verifier FROM actions") == [(LUIS,)]


def test_an_absent_owner_s_action_goes_to_the_lead(sqlite_world: World) -> None:
    """Whoever was to do it is gone: the lead has it, and the thread says so."""
    world = sqlite_world
    incident(world)
    add(world)
    world.server.change_member(LUIS, deleted=True)
    world.until(world.madrid(12, days=2))
    assert world.rows("SELECT owner FROM actions") == [(CARMEN,)]
    assert world.hears(CARMEN, "Ahora te encargas tú")
    assert "no está disponible" in thread(world)


def test_a_week_without_the_bot_is_one_message(sqlite_world: World) -> None:
    """All the mornings that were missed come as one, which says that it is late; the lead hears once."""
    world = sqlite_world
    incident(world)
    add(world)
    world.clock.moment = world.madrid(11, days=9)
    world.settle()
    world.settle()
    assert len(world.dm(LUIS)) == 2  # when it was given to him, and now
    assert "no he podido mandarlo antes" in last(world, LUIS)
    assert len(world.hears(CARMEN, "Han pasado tres mañanas")) == 1


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"due_on": "2026-03-09"}, "due_on", "Ese día ya ha pasado"),
        ({"owner": IVAN}, "owner", "no puede encargarse"),
        ({"what": "🚒🚒"}, "what", "Escribe qué se va a hacer"),
        ({"how_we_know": " … "}, "how_we_know", "en qué se notará"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(
    sqlite_world: World, values: dict[str, Any], field: str, sentence: str
) -> None:
    """A day gone by, somebody who is no colleague, words without words: on the field, and nothing typed is lost."""
    world = sqlite_world
    incident(world)
    world.press(ANA, "action_add", channel=INCIDENTS, message=world.cards()[0])
    filled = {"what": "Probar la copia", "how_we_know": "Se restaura", "owner": LUIS, "due_on": THURSDAY}
    world.fill(ANA, **{**filled, **values})
    world.submit(ANA)
    assert sentence in world.errors(ANA)[field]
    assert world.rows("SELECT count(*) FROM actions") == [(0,)]
    world.fill(ANA, **filled)
    world.submit(ANA)
    assert "Anotada" in world.shown(ANA)
    world.press(ANA, "action_add_another")
    world.fill(ANA, **{**filled, "phase": "containment"})
    world.submit(ANA)
    assert [row[0] for row in world.rows("SELECT phase FROM actions ORDER BY id")] == ["prevention", "containment"]


@pytest.mark.parametrize(("action", "values"), [("action_move", {"due_on": "2026-03-16"}), ("action_drop", {})])
def test_a_reason_is_asked_for(sqlite_world: World, action: str, values: dict[str, str]) -> None:
    """Neither put off nor given up without saying why."""
    world = sqlite_world
    incident(world)
    add(world)
    press(world, LUIS, action, reason="¡!", **values)
    assert "Escribe por qué" in world.errors(LUIS)["reason"]
    assert world.rows("SELECT state, postponed FROM actions") == [("open", 0)]


def test_given_up_with_its_reason(sqlite_world: World) -> None:
    """`No procede`: settled, quiet, its messages without buttons, and the second person hears who did it."""
    world = sqlite_world
    incident(world)
    add(world)
    message = world.last_with(world.server.dm(LUIS), "action_drop")
    press(world, LUIS, "action_drop", reason="Ese servidor ya no existe")
    world.close(LUIS)
    assert state(world) == ["not_applicable"]
    assert "Ese servidor ya no existe" in thread(world)
    world.press(LUIS, "action_done", message=message, stale=True)
    assert f"Ya estaba anotado: lo hizo <@{LUIS}>" in world.answers(LUIS)
    heard = len(world.dm(LUIS))
    world.pass_time(days=10)
    assert len(world.dm(LUIS)) == heard


def test_two_people_at_once(sqlite_world: World) -> None:
    """Ana and Luis both press `Hecha`: it is done once, and the second hears who did it."""
    world = sqlite_world
    incident(world)
    made = add(world)
    desk = world.bot.desk
    actions.done(desk, world.actor(LUIS), made)
    with pytest.raises(Refused) as refused:
        actions.done(desk, world.actor(ANA), made)
    assert refused.value.why is Why.ALREADY_SETTLED
    assert refused.value.details == {"who": LUIS, "at": START}
    assert len(world.rows("SELECT 1 FROM timeline WHERE kind = 'action_done'")) == 1


def test_the_list(sqlite_world: World) -> None:
    """Mine, everybody's, those past their day, an incident's; empty, each has a kind word; and it turns its pages."""
    world = sqlite_world
    incident(world)
    for words, sentence in (
        ("acciones", "No tienes ninguna pendiente"),
        ("acciones vencidas", "todo va a su día"),
        ("acciones todas", "No hay ninguna en marcha"),
        ("acciones INC-1", "Todavía no hay ninguna"),
        ("acciones de la impresora", "Es un incidente"),
    ):
        world.command(ANA, words)
        assert sentence in world.whispers(ANA)[-1]
    for place in range(10):
        wanted = NewAction(Phase.PREVENTION, f"Cosa {place}", "Se ve", LUIS, date(2026, 3, 12))
        actions.make(world.bot.desk, world.actor(ANA), "1", wanted)
    world.command(LUIS, "acciones")
    assert "Cosa 0" in world.whispers(LUIS)[-1]
    assert "Cosa 9" not in world.whispers(LUIS)[-1]
    world.press(LUIS, "actions_next", channel=GENERAL, message=world.server.ephemerals(LUIS, GENERAL)[-1])
    assert "Cosa 9" in world.whispers(LUIS)[-1]
    world.until(world.madrid(12, days=3))
    world.command(ANA, "acciones vencidas")
    assert "(10)" in world.whispers(ANA)[-1]
    world.command(ANA, "acciones")
    assert "No tienes ninguna pendiente" in world.whispers(ANA)[-1]
    world.command(ANA, "acciones inc-1")
    whisper = world.server.ephemerals(ANA, GENERAL)[-1]
    world.press(ANA, "action_open", channel=GENERAL, message=whisper)
    assert "Cosa 0" in world.shown(ANA)
    world.press(ANA, "action_done")
    assert "hecha" in world.shown(ANA)


def test_an_action_without_a_card_at_hand(sqlite_world: World) -> None:
    """From the list: the form asks which incident, by its number or its client."""
    world = sqlite_world
    incident(world)
    world.command(ANA, "acciones")
    world.press(ANA, "action_add", channel=GENERAL, message=world.server.ephemerals(ANA, GENERAL)[-1])
    view = world.view(ANA)["id"]
    offers = world.server.suggest(ANA, view_id=view, action_id="action_about", query="acm")
    assert [one["text"]["text"] for one in offers] == ["INC-0001 · Acme"]
    world.server.type_into(ANA, view, "action_about", "action_about", offers[0]["value"])
    world.fill(ANA, what="Cambiar el cable", how_we_know="Un mes sin cortes", owner=ANA, due_on=THURSDAY)
    world.submit(ANA)
    assert "Anotada" in world.shown(ANA)
    assert world.rows("SELECT incident_id, owner FROM actions") == [(1, ANA)]


def test_they_survive_the_closing(sqlite_world: World) -> None:
    """A closed incident takes no new action; those it has are still done and verified."""
    world = sqlite_world
    incident(world)
    made = add(world)
    with world.bot.database.write() as session:
        session.connection().exec_driver_sql("UPDATE incidents SET status = 'closed'")
    desk = world.bot.desk
    wanted = NewAction(Phase.PREVENTION, "Otra", "Se ve", LUIS, date(2026, 3, 12))
    with pytest.raises(Refused) as refused:
        actions.make(desk, world.actor(ANA), "1", wanted)
    assert refused.value.why is Why.CLOSED
    actions.done(desk, world.actor(LUIS), made)
    world.until(world.madrid(9, 1, days=14))
    press(world, ANA, "action_works")
    assert state(world) == ["verified"]
    world.command(ANA, "ver 1")
    assert "comprobada: funciona" in world.answers(ANA)
    assert "action_add" not in world.whispers(ANA)[-1]


def test_no_prevention_is_a_decision_with_its_reason(sqlite_world: World) -> None:
    """Said from the action's form; refused while prevention is planned; a new prevention takes it back."""
    world = sqlite_world
    incident(world)
    world.press(ANA, "action_add", channel=INCIDENTS, message=world.cards()[0])
    world.press(ANA, "no_prevention")
    world.fill(ANA, reason="Ese servicio se retira este mes")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert "Ese servicio se retira este mes" in str(world.cards()[0])
    assert "no hace falta prevención" in thread(world)
    add(world)
    assert world.rows("SELECT no_prevention_reason FROM incidents") == [("",)]
    with pytest.raises(Refused) as refused:
        actions.no_prevention(world.bot.desk, world.actor(ANA), 1, "Porque no")
    assert refused.value.why is Why.PREVENTION_PLANNED


def test_only_who_may(sqlite_world: World) -> None:
    """A colleague may look but not touch; a guest may nothing; of a private one nobody else sees anything."""
    world = sqlite_world
    incident(world)
    made = add(world)
    desk, day, other = world.bot.desk, date(2026, 3, 20), Actor(world.team, "U0OTHER")
    to = Person(workspace_id=world.team, user=CARMEN, name="Carmen", seen_at=START)
    wanted = NewAction(Phase.PREVENTION, "Otra", "Se ve", LUIS, day)
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: actions.make(desk, who, "1", wanted),
        lambda who: actions.done(desk, who, made),
        lambda who: actions.move(desk, who, made, day, "Porque sí"),
        lambda who: actions.drop(desk, who, made, "Porque sí"),
        lambda who: actions.reassign(desk, who, made, to),
        lambda who: actions.no_prevention(desk, who, 1, "Porque sí"),
    )
    for act in acts:
        for actor, why in ((other, Why.NOT_YOURS), (world.actor(IVAN), Why.GUEST)):
            with pytest.raises(Refused) as refused:
                act(actor)
            assert refused.value.why is why
    assert not actions_seen.look(desk, other, made).may_handle
    with world.bot.database.write() as session:
        private = incidents.get(session, world.team, 1)
        assert private is not None
        private.private, private.reporter = True, ANA
    for act in (*acts, lambda who: actions_seen.look(desk, who, made)):
        with pytest.raises(Refused) as refused:
            act(other)
        assert refused.value.why is Why.NOT_FOUND
    assert actions_seen.page(desk, other, 1, ActionScope.ALL).total == 0
    with pytest.raises(Refused):
        actions_seen.page(desk, other, 1, ActionScope.INCIDENT, 1)
    # Whoever does it sees what there is to do, and of the private incident nothing.
    theirs = actions_seen.look(desk, world.actor(LUIS), made)
    assert (theirs.may_handle, theirs.incident) == (True, None)
    assert actions_seen.page(desk, world.actor(CARMEN), 1, ActionScope.ALL).total == 1


def test_an_action_of_a_departure(sqlite_world: World) -> None:
    """No incident, only a client who leaves: added, reminded, done and verified like any other, by their owner."""
    world = sqlite_world
    incident(world)
    with world.bot.database.write() as session:
        session.add(
            Departure(
                workspace_id=world.team, client_id=1, owner=LUIS, told_by=ANA, told_at=START, reasons="Nadie contesta"
            )
        )
    desk, day = world.bot.desk, date(2026, 3, 12)
    wanted = NewAction(Phase.PREVENTION, "Contestar el mismo día", "Ninguna queja en un mes", ANA, day)
    with pytest.raises(Refused) as refused:
        actions.make(desk, Actor(world.team, "U0OTHER"), "departure:1", wanted)
    assert refused.value.why is Why.NOT_YOURS
    made = actions.make(desk, world.actor(LUIS), "departure:1", wanted).action.id
    world.until(world.madrid(9, 1, days=2))
    assert "Esto es para hoy" in world.dm(ANA)[-1]
    press(world, ANA, "action_move", due_on="2026-03-13", reason="Hoy no llego")
    assert "para mañana" in world.shown(ANA)
    world.close(ANA)
    press(world, ANA, "action_done")
    world.until(world.madrid(9, 1, days=14))
    press(world, LUIS, "action_works")
    assert state(world) == ["verified"]
    assert len(actions_seen.look(desk, world.actor(ANA), made).history) == 4
    with pytest.raises(Refused) as refused:
        actions_seen.look(desk, Actor(world.team, "U0OTHER"), made)
    assert refused.value.why is Why.NOT_FOUND

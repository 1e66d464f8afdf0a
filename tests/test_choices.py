"""What a firm decides at run time: changed by admins, checked, on record, undone with a press; and never events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.desk import choices, in_force
from bot.desk.in_force import InForce
from bot.domain.errors import Refused, Why
from bot.store.database import Database
from tests.world import ANA, CARMEN, INCIDENTS, LUIS, World, open_world

LIST = "Nóminas pagadas tarde\n- Datos de un cliente a la vista\n\nNóminas  pagadas tarde"
NAMES = ("Nóminas pagadas tarde", "Datos de un cliente a la vista")


def configure(world: World, key: str, user: str = CARMEN, **values: Any) -> None:
    world.command(user, "config")
    world.press(user, f"config_open_{key}")
    world.fill(user, **values)
    world.submit(user)


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_change_counts_at_once_and_is_undone_with_a_press(world: World) -> None:
    """Saved, in force, on record with before and after; `Deshacer` brings back what stood, on record too."""
    assert world.bot.desk.policy.approval_limit == 500
    configure(world, "amends", currency="mxn", approval_limit="1.500")
    assert "Moneda: MXN (antes EUR)." in world.shown(CARMEN)
    assert (world.bot.desk.policy.currency, world.bot.desk.policy.approval_limit) == ("MXN", 1500)
    world.press(CARMEN, "config_undo")
    assert "Vuelve a estar como antes" in world.shown(CARMEN)
    assert (world.bot.desk.policy.currency, world.bot.desk.policy.approval_limit) == ("EUR", 500)
    assert world.rows("SELECT count(*) FROM settings") == [(0,)]
    entries = world.rows("SELECT who FROM timeline WHERE kind = 'setting_changed'")
    assert entries == [(CARMEN,), (CARMEN,)]
    world.close(CARMEN)
    configure(world, "amends", currency="USD", approval_limit="500")
    assert "approval_limit" not in str(world.rows("SELECT after FROM timeline ORDER BY id DESC LIMIT 1"))
    world.close(CARMEN)
    world.command(CARMEN, "config")
    world.press(CARMEN, "config_open_amends")
    assert "Último cambio" in world.shown(CARMEN)
    assert "USD" in world.shown(CARMEN)


def test_what_was_changed_since_is_not_undone(sqlite_world: World) -> None:
    """A stale `Deshacer` undoes nobody else's change: it says who made it and when. Pressed twice, it counts once."""
    world = sqlite_world
    desk, carmen = world.bot.desk, world.actor(CARMEN)
    first = choices.change(desk, carmen, {"currency": "MXN"})
    assert first is not None
    assert choices.change(desk, carmen, {"currency": "MXN"}) is None
    second = choices.change(desk, carmen, {"currency": "COP"})
    assert second is not None
    for stale in (first, choices.undo(desk, carmen, second.id) and second):
        with pytest.raises(Refused) as refused:
            choices.undo(desk, carmen, stale.id)
        assert refused.value.why is Why.CHANGED_SINCE
        assert refused.value.details["who"] == CARMEN
    assert desk.policy.currency == "MXN"


@pytest.mark.parametrize(
    ("key", "values", "field", "words"),
    [
        ("amends", {"currency": "euros"}, "currency", "tres letras"),
        ("amends", {"currency": "XXX"}, "currency", "tres letras"),
        ("amends", {"approval_limit": "mucho"}, "approval_limit", "No entiendo esa cantidad"),
        ("amends", {"approval_limit": "-1"}, "approval_limit", "sin el signo menos"),
        ("amends", {"approval_limit": "10,50"}, "approval_limit", "sin céntimos"),
        ("amends", {"approval_limit": "9999999999"}, "approval_limit", "sobra algún cero"),
        ("never_events", {"never_events": "x" * 76}, "never_events", "demasiado largo"),
        ("never_events", {"never_events": "\n".join(map(str, range(91)))}, "never_events", "demasiados"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(
    sqlite_world: World, key: str, values: dict[str, str], field: str, words: str
) -> None:
    """Nothing is saved, what was typed stays, and the sentence stands where it belongs."""
    configure(sqlite_world, key, **values)
    assert words in sqlite_world.errors(CARMEN)[field]
    assert sqlite_world.rows("SELECT count(*) FROM settings") == [(0,)]


def test_only_admins_change_undo_or_look(sqlite_world: World) -> None:
    """Asked in the desk, for buttons too that somebody was never shown."""
    desk, ana = sqlite_world.bot.desk, sqlite_world.actor(ANA)
    entry = choices.change(desk, sqlite_world.actor(CARMEN), {"currency": "MXN"})
    assert entry is not None
    for attempt in (
        lambda: choices.change(desk, ana, {"currency": "USD"}),
        lambda: choices.undo(desk, ana, entry.id),
        lambda: choices.look(desk, ana, ("currency",)),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.why is Why.ONLY_ADMIN
    assert desk.policy.currency == "MXN"


def test_asking_costs_nothing_and_another_replica_is_heard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory between readings; what another process has changed counts here seconds later, and after a start."""
    desk = world.bot.desk
    other = InForce(world.bot.database, desk.default)
    assert other.policy().currency == desk.policy.currency == "EUR"
    with queries(world.bot.database) as seen:
        for _ in range(100):
            assert desk.policy.currency == "EUR"
    assert len([one for one in seen if "settings" in one]) <= 1
    choices.change(desk, world.actor(CARMEN), {"currency": "MXN"})
    assert desk.policy.currency == "MXN"
    monkeypatch.setattr(in_force, "KEEP_SECONDS", 0)
    assert other.policy().currency == "MXN"
    assert InForce(world.bot.database, desk.default).policy().currency == "MXN"


def test_a_silent_database_leaves_what_was_known(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not answer, the last word counts; where nothing is known yet, the environment's."""
    desk = sqlite_world.bot.desk
    choices.change(desk, sqlite_world.actor(CARMEN), {"currency": "MXN"})
    monkeypatch.setattr(in_force, "KEEP_SECONDS", 0)
    sqlite_world.bot.database.engine.dispose()
    broken = Database("sqlite:////nowhere/at/all.db")
    monkeypatch.setattr(desk.in_force, "_database", broken)
    assert desk.policy.currency == "MXN"
    assert InForce(broken, desk.default).policy().currency == "EUR"


# Never events


def test_a_never_event_is_chosen_from_the_firms_list(world: World) -> None:
    """Chosen by name when it is told: it stands on the card, the lead confirms, a call and a meeting are owed."""
    configure(world, "never_events", never_events=LIST)
    world.close(CARMEN)
    assert world.bot.desk.policy.never_events == NAMES
    world.new_client(
        ANA, "Acme", "han cobrado tarde", severity="minor", status="resolved", never_event=f"name:{NAMES[0]}"
    )
    assert world.rows("SELECT never_event_name FROM incidents") == [(NAMES[0],)]
    assert "Error imposible: Nóminas pagadas tarde" in str(world.cards()[0])
    assert world.rows("SELECT purpose, channel FROM notices ORDER BY id") == [("tell", "phone"), ("meet", "in_person")]
    world.press(CARMEN, "lead_confirm")
    assert world.rows("SELECT lead_confirmed_by FROM incidents") == [(CARMEN,)]


def test_it_can_be_found_out_later_or_taken_back(sqlite_world: World) -> None:
    """The change form asks the same; «No» takes it back; a name that has left the list is not lost by saving."""
    world = sqlite_world
    configure(world, "never_events", never_events=LIST)
    world.close(CARMEN)
    world.new_client(ANA, "Acme", "han cobrado tarde", severity="minor", status="unresolved")
    for chosen, expected in ((f"name:{NAMES[1]}", (1, NAMES[1])), (None, (1, NAMES[1])), ("no", (0, ""))):
        world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
        world.fill(ANA, **({"never_event": chosen} if chosen else {"measures": "Se paga hoy"}))
        world.submit(ANA)
        world.close(ANA)
        world.settle()
        assert world.rows("SELECT never_event, never_event_name FROM incidents") == [expected]
        if chosen and chosen != "no":
            configure(world, "never_events", never_events="Otra cosa")
            world.close(CARMEN)
    thread = str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))
    assert "el error imposible es «Datos de un cliente a la vista»" in thread
    assert "no es un error imposible" in thread


def test_without_a_list_a_tick_says_so(sqlite_world: World) -> None:
    """As long as the firm has no list, the form keeps its tick and says where a list is made."""
    sqlite_world.command(ANA, "Acme: han cobrado tarde")
    sqlite_world.submit(ANA)
    assert "/incidente config" in sqlite_world.shown(ANA)
    assert "de los que nunca deben pasar" in sqlite_world.shown(ANA)


def test_several_workspaces_do_not_share_their_decisions(sqlite_url: str) -> None:
    """What one workspace decides is not laid over another's."""
    with open_world(sqlite_url, admins=(CARMEN, LUIS)) as world:
        choices.change(world.bot.desk, world.actor(CARMEN), {"currency": "MXN"})
        assert world.bot.desk.in_force.of(world.team).currency == "MXN"
        assert world.bot.desk.in_force.of("T0OTHER").currency == "EUR"

"""Personal data can be deleted for good, and what one may not see is nowhere to be seen (domain.md §8)."""

import pytest

from bot.domain.forgetting import FORGOTTEN, Eraser, Known
from bot.store.tables import metadata
from tests.test_permissions import press_raw
from tests.world import ANA, CARMEN, IVAN, LUIS, World

PHONE = "+34600123456"
EMAIL = "marta@acme.example"


def everything(world: World) -> str:
    """All that the database holds, as text."""
    tables = sorted(set(metadata.tables) | ({"incidents_search"} if world.bot.database.is_sqlite else set()))
    return "\n".join(f"{name}: {world.rows(f'SELECT * FROM {name}')}" for name in tables)  # noqa: S608 - our own names


def erase(world: World, user: str = CARMEN, contact: int = 1) -> None:
    """Opens the person's form from the profile and presses «Borrar sus datos»."""
    world.command(user, "cliente Acme")
    world.press(user, "person_edit", value=f"1:{contact}")
    world.press(user, "person_forget")
    world.settle()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Habla con Marta Ruiz hoy", f"Habla con {FORGOTTEN} hoy"),
        ("MARTA  RUÍZ lo sabe", f"{FORGOTTEN} lo sabe"),
        ("Marta Ruizco y Martita", "Marta Ruizco y Martita"),
        ("Marta no está", "Marta no está"),
        ("Llámala al 600 12 34 56.", "Llámala al ."),
        ("+34 600.123.456", ""),
        ("0034-600-123-456", ""),
        ("el pedido 1600123456 va tarde", "el pedido 1600123456 va tarde"),
        ("Escribe a MARTA@acme.example", "Escribe a "),
    ],
)
def test_a_person_goes_from_a_text_and_nobody_else_does(text: str, cleaned: str) -> None:
    """The whole name, the number and the address, however they are written; nothing that only resembles them."""
    known = Known()
    known.learn("Marta Ruiz", PHONE, EMAIL)
    assert Eraser(known).text(text) == cleaned


@pytest.fixture
def told(sqlite_world: World) -> World:
    return story(sqlite_world)


def story(world: World) -> World:
    """Marta of Acme has been called, written about in every field, renamed, and has a colleague there."""
    words = f"Marta Ruiz (600 123 456, {EMAIL}) no recibe el correo"
    world.new_client(ANA, "Acme", words, severity="major", status="unresolved", responsibility="ours", measures=words)
    world.add_contact("Pedro Gil", "+34600999888", email="pedro@acme.example")
    world.press(ANA, "notice_done")
    world.fill(ANA, said=words, client_said=words, mood="upset", spoke_with="Marta")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    world.command(ANA, "cliente Acme")
    world.press(ANA, "person_edit", value="1:1")
    world.fill(ANA, name="Marta Ruiz Lara", phone="+34 600 777 666", note="Prefiere las mañanas")
    world.submit(ANA)
    world.close(ANA)
    return world


TRACES = ("Marta", "Ruiz", "600123456", "600 123 456", "600777666", EMAIL, "Prefiere las mañanas", "marta", "ruiz")


def test_personal_data_go_and_facts_stay(world: World) -> None:
    """Nothing in the database names the person any more, nor finds them; what happened can still be read."""
    story(world)
    world.pass_time(minutes=1)
    erase(world)
    left = everything(world)
    assert [trace for trace in TRACES if trace in left] == []
    assert "Datos borrados" in world.shown(CARMEN)
    world.close(CARMEN)
    assert "no recibe el correo" in left
    assert world.rows("SELECT name FROM contacts") == [("Pedro Gil",)]
    assert world.rows("SELECT spoke_with FROM proofs") == [(FORGOTTEN,)]
    (entry,) = world.rows("SELECT who, client_id, before, after FROM timeline WHERE kind = 'contact_forgotten'")
    assert entry[:2] == (CARMEN, 1)
    for words in ("lista correo acme", "cliente Acme", "ver 1"):
        world.command(CARMEN, words)
    assert "Marta" not in world.answers(CARMEN)
    assert "INC-0001" in world.answers(CARMEN)
    assert "Marta" not in str(world.server.messages(world.server.dm(ANA)))
    assert "Marta" not in str(world.cards()[0])
    assert "lo contó a Acme" in str(world.server.messages(world.server.dm(ANA))), "not to Pedro, whom nobody told"


def test_what_still_has_to_be_told_goes_to_the_next_person(sqlite_world: World) -> None:
    """A pending call falls to whoever comes next at that client, and the prompt shows it."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no va la web", severity="major", status="unresolved")
    world.add_contact("Pedro Gil", "+34600999888")
    erase(world)
    prompt = str(world.last_with(world.server.dm(ANA), "notice_done"))
    assert "Pedro Gil" in prompt
    assert "Marta" not in prompt


def test_the_last_person_can_be_forgotten_too(sqlite_world: World) -> None:
    """Nobody is left to call, and the bot asks for somebody instead of refusing."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no va la web", severity="major", status="unresolved")
    erase(world)
    assert "no tenemos a nadie" in world.shown(CARMEN)
    assert world.rows("SELECT count(*) FROM contacts") == [(0,)]
    world.pass_time(hours=3)


def test_whoever_comes_second_hears_who_did_it(told: World) -> None:
    """Pressed twice, by two people, it is done once."""
    erase(told)
    told.close(CARMEN)
    press_raw(told, CARMEN, "person_forget", "1:1")
    assert f"lo hizo <@{CARMEN}>" in told.answers(CARMEN)
    assert told.rows("SELECT count(*) FROM timeline WHERE kind = 'contact_forgotten'") == [(1,)]


@pytest.mark.parametrize(
    ("user", "sentence"), [(ANA, "quien administra"), (LUIS, "quien administra"), (IVAN, "invitada")]
)
def test_only_admins_forget(told: World, user: str, sentence: str) -> None:
    """Owners do not see the button, and pressing it all the same changes nothing."""
    if user == ANA:
        told.command(ANA, "cliente Acme")
        told.press(ANA, "person_edit", value="1:1")
        assert "person_forget" not in told.shown(ANA)
        told.close(ANA)
    press_raw(told, user, "person_forget", "1:1")
    assert sentence in told.answers(user)
    assert told.rows("SELECT count(*) FROM contacts") == [(2,)]


def test_another_of_the_same_first_name_stays(sqlite_world: World) -> None:
    """Only the person's own record, names and numbers go; a colleague called alike keeps theirs."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no va la web, avisó Marta Gil", severity="major", status="unresolved")
    world.add_contact("Marta Gil", "+34600999888", email="gil@acme.example")
    erase(world)
    assert world.rows("SELECT name, phone FROM contacts") == [("Marta Gil", "+34600999888")]
    assert world.rows("SELECT text FROM incidents") == [("no va la web, avisó Marta Gil",)]

"""The people at a client (domain.md §1, §4): added, put in order, taken away, and tried in that order."""

from typing import Any

import pytest

from bot.desk import clients as desk
from bot.desk.clients import PersonChange
from bot.domain.errors import Refused, Why
from bot.domain.words import Address
from messages import clients as words
from tests.world import ANA, CARMEN, IVAN, LUIS, World

ORDER = "SELECT name, position FROM contacts ORDER BY position"
PEDRO = {"name": "Pedro Sanz", "phone": "600 765 432", "email": "pedro@acme.example"}
HOSTILE = "<!channel> *Eva* & <https://x.example|clic> `_~"


def acme(world: World, **values: Any) -> None:
    """Ana owes Acme a call: her client, with Marta Ruiz to talk to."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved", **values)


def open_profile(world: World, user: str) -> None:
    world.close(user)
    world.command(user, "cliente Acme")


def add(world: World, user: str = ANA, **values: Any) -> None:
    open_profile(world, user)
    world.press(user, "person_add")
    world.fill(user, **{**PEDRO, **values})
    world.submit(user)


def change(world: World, name: str, user: str = ANA, **values: Any) -> None:
    """Opens the form of the person of this name, fills it in and sends it."""
    open_profile(world, user)
    view = world.view(user)
    block = next(
        one["block_id"]
        for one in view["blocks"]
        if one.get("accessory", {}).get("accessibility_label") == f"Cambiar a {name}"
    )
    world.server.click(user, view_id=view["id"], action_id="person_edit", block_id=block)
    world.wait()
    world.fill(user, **values)
    world.submit(user)


def test_a_person_more_stands_after_the_others_and_on_record(world: World) -> None:
    """Added with all there is to know, normalised; the profile shows both in their order; one line on the timeline."""
    acme(world)
    add(
        world,
        reachable="l-v 9-14",
        zone="America/Bogota",
        note="Habla inglés",
        address="vos",
    )
    assert world.server.open_view(ANA) is None, world.shown(ANA)
    assert world.rows("SELECT name, phone, email, address, reachable, zone, note FROM contacts WHERE position = 1") == [
        ("Pedro Sanz", "+34600765432", "pedro@acme.example", "vos", "L-V 09:00-14:00", "America/Bogota", "Habla inglés")
    ]
    assert world.rows(ORDER) == [("Marta Ruiz", 0), ("Pedro Sanz", 1)]
    assert world.rows("SELECT who FROM timeline WHERE kind = 'client_changed'") == [(ANA,)]
    open_profile(world, ANA)
    shown = world.shown(ANA)
    assert 0 < shown.index("Marta Ruiz") < shown.index("Pedro Sanz")
    assert "si la primera persona no contesta" in shown


def test_the_first_to_call_can_be_another(world: World) -> None:
    """Put first, the others follow as they were; saved again without a change, nothing more is on record."""
    acme(world)
    add(world)
    add(world, name="Eva Gil", phone="600765433", order=[words.FIRST])
    assert world.rows(ORDER) == [("Eva Gil", 0), ("Marta Ruiz", 1), ("Pedro Sanz", 2)]
    change(world, "Pedro Sanz", order=[words.FIRST])
    assert world.rows(ORDER) == [("Pedro Sanz", 0), ("Eva Gil", 1), ("Marta Ruiz", 2)]
    lines = world.rows("SELECT count(*) FROM timeline")
    change(world, "Pedro Sanz")
    assert world.rows("SELECT count(*) FROM timeline") == lines


def test_the_first_may_step_back(world: World) -> None:
    """Whoever is first and is no longer ticked as such makes room for the next."""
    acme(world)
    add(world)
    change(world, "Marta Ruiz", order=[])
    assert world.rows(ORDER) == [("Pedro Sanz", 0), ("Marta Ruiz", 1)]


def test_somebody_leaves_even_with_a_call_owed_to_them(world: World) -> None:
    """Taken away, the one who stays is who the open call goes to; what they were is on record."""
    acme(world)
    add(world)
    change(world, "Marta Ruiz", order=[words.LEAVES])
    assert world.server.open_view(ANA) is None, world.shown(ANA)
    assert world.rows(ORDER) == [("Pedro Sanz", 0)]
    world.pass_time(minutes=20)
    prompt = str(world.last_with(world.server.dm(ANA), "notice_done"))
    assert "Pedro Sanz" in prompt
    assert "+34 600 76 54 32" in prompt
    (before,) = world.rows("SELECT before FROM timeline WHERE kind = 'client_changed' ORDER BY id DESC LIMIT 1")[0]
    assert "Marta Ruiz" in str(before)


def test_the_last_person_stays(world: World) -> None:
    """There must be somebody to tell: the form says so on its field and keeps them."""
    acme(world)
    change(world, "Marta Ruiz", order=[words.LEAVES])
    assert world.errors(ANA) == {"order": "Es la única persona que tenemos allí. Añade antes a otra."}
    assert world.rows(ORDER) == [("Marta Ruiz", 0)]


def test_a_person_taken_away_meanwhile_is_not_changed(world: World) -> None:
    """Two people hold the form of the same contact: the second finds that they are gone, and nobody comes back."""
    acme(world)
    add(world)
    change(world, "Pedro Sanz", user=CARMEN, order=[])
    open_profile(world, CARMEN)
    world.press(CARMEN, "person_edit")
    change(world, "Marta Ruiz", order=[words.LEAVES])
    world.fill(CARMEN, name="Marta R.")
    world.submit(CARMEN)
    assert world.rows(ORDER) == [("Pedro Sanz", 0)]
    assert "Marta R." not in str(world.rows("SELECT after FROM timeline"))


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Pon el nombre"),
        ({"phone": "12"}, "phone", "teléfono no parece bueno"),
        ({"email": "pedro@"}, "email", "correo no parece bueno"),
        ({"reachable": "por la tarde"}, "reachable", "No entiendo esas horas"),
        ({"zone": "Marte/Norte"}, "zone", "No conozco esa zona"),
    ],
)
def test_a_mistake_is_answered_on_its_field(
    sqlite_world: World, values: dict[str, str], field: str, sentence: str
) -> None:
    """A wrong value is said where it stands, and nobody is added."""
    acme(sqlite_world)
    add(sqlite_world, **values)
    assert list(sqlite_world.errors(ANA)) == [field]
    assert sentence in sqlite_world.errors(ANA)[field]
    assert sqlite_world.rows(ORDER) == [("Marta Ruiz", 0)]


@pytest.mark.parametrize(("user", "may"), [(ANA, True), (CARMEN, True), (LUIS, False)])
def test_only_owner_lead_and_admins_see_the_buttons(sqlite_world: World, user: str, may: bool) -> None:
    """The profile is for everybody to read; its buttons are for those who may change it."""
    acme(sqlite_world)
    open_profile(sqlite_world, user)
    for action in ("person_add", "person_edit", "client_edit"):
        assert (f"'{action}'" in sqlite_world.shown(user)) is may
    assert "Marta Ruiz" in sqlite_world.shown(user)


@pytest.mark.parametrize(("user", "why"), [(LUIS, Why.NOT_YOURS), (IVAN, Why.GUEST)])
def test_who_may_not_change_people_changes_nobody(sqlite_world: World, user: str, why: Why) -> None:
    """However the request came: a colleague without part in it and a guest are refused, and nothing is on record."""
    acme(sqlite_world)
    before = sqlite_world.rows("SELECT count(*) FROM timeline")
    wanted = PersonChange("Eva", "", "", Address.TU, "", "", "", leaves=False)
    for contact in (None, 1):
        with pytest.raises(Refused) as refused:
            desk.change_person(sqlite_world.bot.desk, sqlite_world.actor(user), 1, contact, wanted)
        assert refused.value.why is why
    assert sqlite_world.rows(ORDER) == [("Marta Ruiz", 0)]
    assert sqlite_world.rows("SELECT count(*) FROM timeline") == before


def test_a_lead_of_that_client_may(sqlite_world: World) -> None:
    """The supervisor named in the profile changes it as the owner does."""
    acme(sqlite_world)
    open_profile(sqlite_world, ANA)
    sqlite_world.press(ANA, "client_edit")
    sqlite_world.fill(ANA, lead=LUIS)
    sqlite_world.submit(ANA)
    add(sqlite_world, user=LUIS)
    assert sqlite_world.rows(ORDER) == [("Marta Ruiz", 0), ("Pedro Sanz", 1)]


def tries(world: World, times: int = 3) -> str:
    """Nobody picks up so many times; the prompt as it stands then."""
    for _ in range(times):
        world.press(ANA, "notice_no_answer")
        world.settle()
        world.pass_time(minutes=1)
    return str(world.last_with(world.server.dm(ANA), "notice_no_answer"))


def test_no_answer_proposes_the_people_in_their_order(world: World) -> None:
    """Three tries each: from the first to the second to the third, and after the last only a message is proposed."""
    acme(world)
    add(world)
    add(world, name="Eva Gil", phone="600765433")
    change(world, "Eva Gil", order=[words.FIRST])
    change(world, "Marta Ruiz", order=[words.FIRST])
    assert [name for name, _ in world.rows(ORDER)] == ["Marta Ruiz", "Eva Gil", "Pedro Sanz"]
    for following in ("Eva Gil", "Pedro Sanz"):
        shown = tries(world)
        assert f"Probar con {following}" in shown
        assert shown.count("Probar con ") == 1
        world.press(ANA, "notice_next")
        world.pass_time(seconds=10)
    shown = tries(world)
    assert "Probar con" not in shown
    assert "He escrito" in shown
    steps = world.rows("SELECT count(*) FROM timeline WHERE kind = 'next_contact'")
    assert steps == [(2,)]


def test_names_and_notes_are_shown_as_they_were_typed(sqlite_world: World) -> None:
    """Nothing in a name or a note is read as a mention, a link or formatting, in the profile or in the prompt."""
    acme(sqlite_world)
    add(sqlite_world, name=HOSTILE, note=f"{HOSTILE}\nsegunda", order=[words.FIRST])
    open_profile(sqlite_world, ANA)
    shown = sqlite_world.shown(ANA)
    assert "&lt;!channel&gt;" in shown
    sqlite_world.close(ANA)
    sqlite_world.report(ANA, "Acme: no pueden facturar", severity="major", status="unresolved")
    for text in (shown, *(str(one) for one in sqlite_world.server.messages(sqlite_world.server.dm(ANA)))):
        texts = text.replace("'type': 'plain_text', 'text': '", "\0").split("\0")
        assert "<!channel>" not in texts[0]
    for message in sqlite_world.dm(ANA):
        assert "<!channel>" not in message
        assert "<https" not in message

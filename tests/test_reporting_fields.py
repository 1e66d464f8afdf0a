"""The report form's fields: each mistake is answered on its own field, and what was typed is never lost."""

from typing import Any

import pytest

from bot.demo.people import Member
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, World

MAIL_DOWN = "no les llega el correo desde las 9"
TYPED = {"contact": "Nuria Gil", "phone": "600 123 456", "email": "nuria@roca.example"}


@pytest.fixture
def form(sqlite_world: World) -> World:
    """Ana has the full form open for a client that is new."""
    sqlite_world.command(ANA, f"Talleres Roca: {MAIL_DOWN}")
    sqlite_world.submit(ANA)
    sqlite_world.fill(ANA, **TYPED)
    return sqlite_world


def typed(world: World, field: str) -> Any:
    return world.view(ANA)["state"]["values"][field][field].get("value")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"text": ""}, "text", "obligatorio"),
        ({"text": "   "}, "text", "Cuenta con palabras"),
        ({"text": "😱😱 🔥"}, "text", "Cuenta con palabras"),
        ({"text": "¡¿…?!"}, "text", "Cuenta con palabras"),
        ({"text": "a" * 3001}, "text", "Sobran 1 caracteres"),
        ({"measures": "a" * 3001}, "measures", "Sobran 1 caracteres"),
        ({"contact": ""}, "contact", "obligatorio"),
        ({"contact": "  "}, "contact", "Pon el nombre"),
        ({"phone": "llámame"}, "phone", "teléfono no parece bueno"),
        ({"phone": "123"}, "phone", "teléfono no parece bueno"),
        ({"phone": "+34 600 123 45"}, "phone", "teléfono no parece bueno"),
        ({"email": "nuria@"}, "email", "correo no parece bueno"),
        ({"email": "nuria roca.example"}, "email", "correo no parece bueno"),
        ({"phone": "", "email": ""}, "phone", "al menos un teléfono o un correo"),
    ],
)
def test_a_wrong_field_is_answered_on_that_field(
    form: World, values: dict[str, str], field: str, sentence: str
) -> None:
    """The sentence stands on the field to blame and on no other; nothing is saved and nothing typed is lost."""
    form.fill(ANA, **values)
    form.submit(ANA)
    errors = form.errors(ANA)
    assert list(errors) == [field]
    assert sentence in errors[field]
    for name, text in {**TYPED, "text": MAIL_DOWN, **values}.items():
        assert (typed(form, name) or "") == text
    assert form.rows("SELECT count(*) FROM incidents") == [(0,)]


def test_several_mistakes_are_said_together(form: World) -> None:
    """Nobody is made to send a form once per mistake."""
    form.fill(ANA, text="🔥", phone="x", email="y")
    form.submit(ANA)
    assert set(form.errors(ANA)) == {"text", "phone", "email"}


@pytest.mark.parametrize(("minutes", "fine"), [(-60, False), (0, False), (60, True)])
def test_a_promised_hour_must_lie_ahead(form: World, minutes: int, fine: bool) -> None:
    """An hour that has passed is answered on its field; one to come becomes a promise."""
    form.fill(ANA, promised_for=int(form.clock().timestamp()) + minutes * 60)
    form.submit(ANA)
    if fine:
        assert form.rows("SELECT count(*) FROM commitments") == [(1,)]
    else:
        assert "ya ha pasado" in form.errors(ANA)["promised_for"]
        assert form.rows("SELECT count(*) FROM incidents") == [(0,)]


@pytest.mark.parametrize("who", [IVAN, "U0GONE"], ids=["guest", "deactivated"])
def test_only_a_colleague_can_be_the_one_who_tells(form: World, who: str) -> None:
    """A guest or a deactivated account cannot be handed a client: it is said on that field."""
    form.server.workspace.add_member(Member("U0GONE", "eva", "Eva Ríos", deleted=True))
    form.fill(ANA, owner_=who)
    form.submit(ANA)
    assert list(form.errors(ANA)) == ["owner-0"]
    assert form.rows("SELECT count(*) FROM incidents") == [(0,)]
    form.fill(ANA, owner_=LUIS)
    form.submit(ANA)
    assert form.rows("SELECT owner FROM incidents") == [(LUIS,)]


def test_a_command_of_4000_characters_is_shortened_in_sight(sqlite_world: World) -> None:
    """What does not fit the field ends in an ellipsis, so that the person sees that something is missing."""
    sqlite_world.command(ANA, f"Acme: {'palabra ' * 500}")
    text = typed(sqlite_world, "text")
    assert len(text) <= 3000
    assert text.endswith("…")


@pytest.mark.parametrize("nasty", ["<!channel> & <@U0CARMEN>", "*negrita* `código`", "<https://x.example|aquí>"])
def test_what_people_type_is_shown_as_text(form: World, nasty: str) -> None:
    """No mention or link is smuggled into card, prompt or thread: rich text is not read, the rest is escaped."""
    form.fill(ANA, text=f"{nasty} no funciona", measures=nasty, severity="major", status="unresolved")
    form.submit(ANA)
    form.settle()
    messages = [*form.server.thread(INCIDENTS, form.cards()[0]["ts"]), *form.server.messages(form.server.dm(ANA))]
    assert nasty in str(messages), "told as typed"
    for message in messages:
        read = [block for block in message["blocks"] if block["type"] != "rich_text"]
        for injected in ("<!channel>", "<https://x.example", f"<@{CARMEN}>"):
            assert injected not in str(read) + message["text"]


@pytest.mark.parametrize(
    ("form", "values", "field", "sentence"),
    [
        ("person_edit", {"phone": "no tiene"}, "phone", "teléfono"),
        ("person_edit", {"email": "a@b"}, "email", "correo"),
        ("person_edit", {"reachable": "cuando pueda"}, "reachable", "horas"),
        ("person_edit", {"reachable": "L-V 14:00-09:00"}, "reachable", "horas"),
        ("person_edit", {"zone": "Bogotá"}, "zone", "zona horaria"),
        ("client_edit", {"name": "  "}, "name", "nombre"),
        ("client_edit", {"owner": IVAN}, "owner", "encargarse"),
        ("client_edit", {"lead": IVAN}, "lead", "encargarse"),
    ],
)
def test_the_profile_forms_answer_on_the_field(
    sqlite_world: World, form: str, values: dict[str, str], field: str, sentence: str
) -> None:
    """A client's profile refuses what could not be used, on the field, and keeps the rest."""
    sqlite_world.new_client(ANA, "Acme")
    sqlite_world.command(ANA, "cliente Acme")
    sqlite_world.press(ANA, form)
    sqlite_world.fill(ANA, **values)
    sqlite_world.submit(ANA)
    assert list(sqlite_world.errors(ANA)) == [field]
    assert sentence in sqlite_world.errors(ANA)[field]
    assert sqlite_world.rows("SELECT count(*) FROM timeline WHERE kind = 'client_changed'") == [(0,)]

"""Finding incidents (domain.md §8): by a sentence, by a form, on both databases, and never what one may not see."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.finding import Search, Shown, packed, read, searchable, unpacked
from bot.domain.words import Severity
from tests.test_seeing import last, press
from tests.world import ANA, CARMEN, GENERAL, IVAN, LUIS, World

TODAY = date(2026, 3, 10)
MARCH = Search(since=date(2026, 3, 1), until=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Search(shown=Shown.OPEN)),
        ("correo Acme", Search("correo Acme")),
        ("IMPORTANTES", Search(shown=Shown.OPEN, severity=Severity.MAJOR)),
        ("mías", Search(shown=Shown.OPEN, owners=(ANA,))),
        ("no solucionadas", Search(shown=Shown.UNRESOLVED)),
        ("solucionadas de Acme", Search("Acme", Shown.RESOLVED)),
        ("no imprime", Search("no imprime")),
        ("todas las cerradas", Search(shown=Shown.CLOSED)),
        ("correo de marzo", replace(MARCH, words="correo")),
        ("marzo de 2025", Search(since=date(2025, 3, 1), until=date(2025, 3, 31))),
        ("noviembre", Search(since=date(2025, 11, 1), until=date(2025, 11, 30))),
        ("desde marzo", Search(since=date(2026, 3, 1))),
        ("ayer", Search(since=date(2026, 3, 9), until=date(2026, 3, 9))),
        ("esta semana", Search(since=date(2026, 3, 9), until=date(2026, 3, 15))),
        ("la semana pasada", Search(since=date(2026, 3, 2), until=date(2026, 3, 8))),
        ("este mes", MARCH),
        ("mes pasado", Search(since=date(2026, 2, 1), until=date(2026, 2, 28))),
        (
            f"correo Acme importante abiertas de <@{LUIS}|luis> marzo",
            replace(MARCH, words="correo Acme", shown=Shown.OPEN, severity=Severity.MAJOR, owners=(LUIS,)),
        ),
    ],
)
def test_a_sentence_is_read(typed: str, expected: Search) -> None:
    """What is a filter filters, with the little words before it; the rest are words to look for."""
    assert read(typed, ANA, TODAY).search == expected


def test_a_search_travels_in_a_button_and_back() -> None:
    """Everything asked for survives, and what no version of ours wrote is the plain list."""
    asked = Search("añ «o»", Shown.CLOSED, Severity.MINOR, (ANA, LUIS), 7, date(2026, 1, 2), date(2026, 3, 4))
    assert unpacked(packed(asked, 3)) == (asked, 3)
    for odd in ("", "1:0:1:0", "[]", "null", '{"since":"x"}', '{"page":"x"}', '{"owners":3}'):
        assert unpacked(odd) == (Search(shown=Shown.OPEN), 1), odd


def test_texts_are_looked_through_without_accents_case_or_signs() -> None:
    """An address or a number is found by its pieces."""
    assert searchable("¡La IMPRESORA, nº 3!", "ñandú@acme.example") == "la impresora no 3 nandu acme example"


def firm(world: World) -> World:
    """Acme's printer (Ana, minor), Bodegas Ñandú's web (Luis, importante) and a private one of Acme's (Ana)."""
    world.new_client(ANA, "Acme", "no pueden imprimir facturas", severity="minor", status="unresolved")
    world.new_client(LUIS, "Bodegas Ñandú", "La página web está caída", severity="major", status="unresolved")
    world.pass_time(minutes=5)
    world.report(
        ANA, "Acme: fuga de nóminas por correo", severity="major", status="unresolved", private=["private"], owner_=ANA
    )
    return world


def numbers(said: str) -> set[int]:
    return {number for number in range(1, 20) if f"INC-{number:04d}" in said}


def test_incidents_are_found_by_what_they_say(world: World) -> None:
    """Words, names of clients, severity, owner and days, in any mixture, on each database."""
    firm(world)
    for words, found in {
        "lista imprimir": {1},
        "lista IMPRIM": {1},
        "lista factura": {1},
        "lista facturas acme": {1},
        "lista pagina caida": {2},
        "lista «página» web": {2},
        "lista nandu": {2},
        "lista acme": {1, 3},
        "lista cme": {1, 3},
        "lista nóminas": {3},
        "lista importante": {2, 3},
        "lista menores": {1},
        f"lista <@{LUIS}>": {2},
        "lista de @luis": {2},
        "lista web @ana": set(),
        "lista hoy": {1, 2, 3},
        "lista ayer": set(),
        "lista web marzo": {2},
        "lista web febrero": set(),
        "lista cerradas": set(),
        "lista web imprimir": set(),
        "lista ' OR \" * - NEAR( : & | ! <->": set(),
        "lista %": set(),
    }.items():
        world.command(CARMEN, words)
        assert numbers(last(world, CARMEN)) == found, words


def test_what_one_may_not_see_is_not_found_and_not_counted(world: World) -> None:
    """The words of a private incident find it for those who may see it, and for nobody else."""
    firm(world)
    for words in ("lista nóminas", "lista fuga", "ver nóminas", "lista importante acme", "lista @ana", "lista todas"):
        world.command(LUIS, words)
        assert 3 not in numbers(last(world, LUIS)), words
        assert "nóminas por correo" not in last(world, LUIS), words
    assert "(2)" in last(world, LUIS)
    world.command(ANA, "lista nóminas")
    assert numbers(last(world)) == {3}


def test_changed_words_and_names_are_found_at_once(world: World) -> None:
    """New measures and a client's new name find the incident; the old name does not."""
    firm(world)
    world.press(ANA, "incident_change", channel="C0INCIDENTS", message=world.cards()[0])
    world.fill(ANA, measures="Cambiado el tóner")
    world.submit(ANA)
    world.close(ANA)
    world.command(ANA, "lista toner")
    assert numbers(last(world)) == {1}
    world.command(ANA, "cliente Acme")
    world.press(ANA, "client_edit")
    world.fill(ANA, name="Zafiro")
    world.submit(ANA)
    world.close(ANA)
    world.command(ANA, "lista zafiro toner")
    assert numbers(last(world)) == {1}
    world.command(ANA, "lista acme toner")
    assert numbers(last(world)) == set()


def test_ver_finds_words_too(sqlite_world: World) -> None:
    """One incident with these words is shown whole, several as a list, none with what to do."""
    world = firm(sqlite_world)
    world.command(ANA, "ver la web caída")
    assert "Qué ha ido pasando" in last(world)
    world.command(ANA, "ver acme")
    assert numbers(last(world)) == {1, 3}
    world.command(ANA, "ver zutano")
    assert "No encuentro nada así" in last(world)


def test_the_form_filters(sqlite_world: World) -> None:
    """«Filtrar» opens a form with what was asked for; what is found takes its place, page by page."""
    world = firm(sqlite_world)
    for number in range(9):
        world.pass_time(minutes=3)
        world.report(ANA, f"Acme: teclado {number}", severity="minor", status="unresolved")
    world.command(ANA, "lista importante acme")
    press(world, "list_filter")
    assert "Acme" in world.shown(ANA)
    world.fill(ANA, words="teclado", severity="minor", since="2026-03-10", until="2026-03-09")
    world.submit(ANA)
    assert "antes que el primero" in world.errors(ANA)["until"]
    world.fill(ANA, until="2026-03-10", owner=ANA, shown="open")
    offers = world.server.suggest(ANA, view_id=world.view(ANA)["id"], action_id="found_client", query="bod")
    assert [one["text"]["text"] for one in offers] == ["Bodegas Ñandú"]
    world.submit(ANA)
    assert "página 1 de 2" in world.shown(ANA)
    world.press(ANA, "list_next")
    assert numbers(world.shown(ANA)) == {4}
    world.press(ANA, "list_filter")
    assert "teclado" in world.shown(ANA)
    world.fill(ANA, words="nada de nada", owner=None)
    world.submit(ANA)
    assert "No encuentro nada así" in world.shown(ANA)


def test_a_name_nobody_bears_is_said(sqlite_world: World) -> None:
    """A person who cannot be known is named, not left out."""
    world = firm(sqlite_world)
    world.command(ANA, "lista @zutano")
    assert "No sé quién es «@zutano»" in last(world)


@pytest.mark.parametrize("action", ["list_filter", "list_next", "list_mine", "list_open"])
def test_an_old_button_shows_the_plain_list(sqlite_world: World, action: str) -> None:
    """What an older version wrote into its buttons is no error; a guest still gets a sentence."""
    world = firm(sqlite_world)
    for user in (ANA, IVAN):
        element = {
            "type": "button",
            "action_id": action,
            "value": "1:0:1:0",
            "text": {"type": "plain_text", "text": "x"},
        }
        channel = world.server.workspace.channels[GENERAL]
        blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
        message = world.server.workspace.post(channel, world.server.workspace.bot.id, "x", blocks=blocks)
        world.press(user, action, channel=GENERAL, message=message)
    assert "persona invitada" in world.answers(IVAN)
    assert "INC-0001" not in world.answers(IVAN)
    assert world.server.open_view(IVAN) is None
    assert "algo ha fallado" not in world.answers(ANA).lower()

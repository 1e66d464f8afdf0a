"""Looking (contract.md "Slack surface"): lists, one incident, clients, help, and a word that was nearly right."""

import pytest

from tests.world import ANA, CARMEN, GENERAL, LUIS, World


def last(world: World, user: str = ANA) -> str:
    """What the bot whispered last to this person."""
    return str(world.server.ephemerals(user, GENERAL)[-1])


def press(world: World, action: str, user: str = ANA) -> None:
    """Presses a button of the last whisper."""
    world.press(user, action, channel=GENERAL, message=world.server.ephemerals(user, GENERAL)[-1])


@pytest.fixture
def firm(sqlite_world: World) -> World:
    """Three incidents: Acme's, open, of Ana; Acme's, closed, of Ana; Bodegas Ñandú's, open, of Luis."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no pueden imprimir", severity="minor", status="unresolved")
    world.new_client(LUIS, "Bodegas Ñandú", "la web va lenta", severity="minor", status="unresolved")
    world.pass_time(minutes=5)
    world.report(ANA, "Acme: faltaba una factura", severity="major", status="resolved")
    world.press(ANA, "notice_done")
    world.fill(ANA, said="Ya está")
    world.submit(ANA)
    world.settle()
    world.finish_review(3)
    world.press(ANA, "incident_close", channel="C0INCIDENTS", message=world.cards()[2])
    world.close(ANA)
    world.settle()
    return world


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("lista", {1, 2}),
        ("LISTA abiertas", {1, 2}),
        ("lista mías", {1}),
        ("lista míos", {1}),
        ("lista MIAS", {1}),
        ("lista todas", {1, 2, 3}),
        ("lista todo", {1, 2, 3}),
        ("lista acme", {1, 3}),
        ("lista bodegas nandu", {2}),
        ("lista ñandú", {2}),
    ],
)
def test_lists_hold_what_was_asked_for(firm: World, words: str, numbers: set[int]) -> None:
    """Open ones, mine, all, or a client's, however it is spelled, with how many there are."""
    firm.command(ANA, words)
    assert {number for number in (1, 2, 3) if f"INC-000{number}" in last(firm)} == numbers
    assert f"({len(numbers)})" in last(firm)


def test_a_list_of_an_unknown_client_says_so(firm: World) -> None:
    """A name that nobody has, or nearly has, is answered, not listed as empty."""
    firm.command(ANA, "lista Acmee")
    assert "¿Querías decir *Acme*?" in last(firm)
    firm.command(ANA, "lista Zutano")
    assert "con «Zutano»" in last(firm)
    assert "No encuentro nada así" in last(firm)


def test_the_buttons_under_a_list(firm: World) -> None:
    """Mine, everybody's, closed ones too, and «Ver»: in the same place, without another message."""
    firm.command(ANA, "lista")
    whispers = len(firm.server.ephemerals(ANA, GENERAL))
    press(firm, "list_mine")
    assert "INC-0002" not in last(firm)
    press(firm, "list_open")
    assert "INC-0003" in last(firm)
    assert len(firm.server.ephemerals(ANA, GENERAL)) == whispers
    press(firm, "incident_open")
    assert firm.view(ANA)["title"]["text"] in {"INC-0001", "INC-0003"}


def test_long_lists_have_pages(sqlite_world: World) -> None:
    """Eight to a page, newest first, forwards and back."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "caso 1")
    for number in range(2, 11):
        world.pass_time(minutes=3)
        world.report(ANA, f"Acme: caso {number}")
    world.command(ANA, "lista")
    assert "página 1 de 2" in last(world)
    assert "INC-0010" in last(world)
    assert "INC-0002" not in last(world)
    press(world, "list_next")
    assert "página 2 de 2" in last(world)
    assert "INC-0002" in last(world)
    assert "INC-0010" not in last(world)
    press(world, "list_previous")
    assert "página 1 de 2" in last(world)


def test_an_empty_list_is_a_kind_sentence(sqlite_world: World) -> None:
    """Nothing to show says so, for each kind of list."""
    sqlite_world.command(ANA, "lista")
    assert "Ninguno" in last(sqlite_world)
    sqlite_world.command(ANA, "lista mías")
    assert "No llevas ninguno" in last(sqlite_world)
    sqlite_world.command(ANA, "clientes")
    assert "Todavía no hay clientes" in last(sqlite_world)


@pytest.mark.parametrize("words", ["INC-1", "inc-0001", "INC 1", "inc1", "#1", "1", "0001", " Inc-01 "])
def test_ver_takes_the_number_in_any_spelling(firm: World, words: str) -> None:
    """The number as people write it finds the incident with its story."""
    firm.command(CARMEN, f"ver {words}")
    for part in ("INC-0001 · Acme", "no pueden imprimir", "Qué ha ido pasando", f"<@{ANA}> lo contó"):
        assert part in last(firm, CARMEN)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("ver", "Dime el número"), ("ver Zutano", "No encuentro"), ("ver 99", "No encuentro"), ("ver 0", "No encuentro")],
)
def test_ver_says_what_it_needs(firm: World, words: str, sentence: str) -> None:
    """No number, or one that is not there: a sentence with what to do."""
    firm.command(ANA, words)
    assert sentence in last(firm)


def test_the_story_shows_the_newest_of_a_long_timeline(sqlite_world: World) -> None:
    """Weeks of reminders later the last thing that happened is still in sight."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="minor", status="unresolved")
    with world.bot.database.engine.begin() as connection:
        for _ in range(250):
            connection.exec_driver_sql(
                "INSERT INTO timeline (workspace_id, at, kind, who, incident_id, client_id, before, after)"
                " SELECT workspace_id, at, kind, who, incident_id, client_id, before, after FROM timeline"
                " WHERE kind = 'planned' ORDER BY id LIMIT 1"
            )
    world.press(ANA, "notice_done")
    world.fill(ANA, said="La última palabra")
    world.submit(ANA)
    world.command(ANA, "ver 1")
    assert "La última palabra" in last(world)


def test_clients_are_listed_and_found(firm: World) -> None:
    """``clientes`` shows all with who looks after them, a part of the name narrows it, and «Ficha» opens one."""
    firm.command(ANA, "clientes")
    assert "*Acme*" in last(firm)
    assert f"*Bodegas Ñandú* · Marta Ruiz · lo lleva <@{LUIS}>" in last(firm)
    firm.command(ANA, "clientes nandu")
    assert "Acme" not in last(firm)
    press(firm, "client_open")
    assert firm.view(ANA)["title"]["text"] == "Bodegas Ñandú"
    assert "client_edit" not in firm.shown(ANA), "Luis looks after it"
    firm.close(ANA)
    firm.command(ANA, "clientes zutano")
    assert "Ningún cliente se llama algo como «zutano»" in last(firm)


@pytest.mark.parametrize("words", ["cliente Acme", "CLIENTE acme", "cliente acm"])
def test_a_profile_with_its_history(firm: World, words: str) -> None:
    """Contact, number, wish and the latest incidents, and a way to change them for whoever may."""
    firm.command(ANA, words)
    shown = firm.shown(ANA)
    for part in ("Marta Ruiz", "+34 600 12 34 56", "marta@acme.example", "Lo normal", "INC-0001", "INC-0003", "(2)"):
        assert part in shown
    assert "INC-0002" not in shown
    assert "client_edit" in shown


def test_a_profile_is_changed_and_it_is_on_record(firm: World) -> None:
    """The form saves what was changed, with what stood before, and the next incident follows it."""
    firm.command(ANA, "cliente Acme")
    firm.press(ANA, "client_edit")
    firm.fill(ANA, name="Acme Ibérica", wish="major_only", preferred="phone", lead=LUIS)
    firm.submit(ANA)
    assert firm.server.open_view(ANA) is None
    saved = firm.rows("SELECT name, wish, preferred, lead FROM clients WHERE id = 1")
    assert saved == [("Acme Ibérica", "major_only", "phone", LUIS)]
    (entry,) = firm.rows("SELECT before, after FROM timeline WHERE kind = 'client_changed'")
    assert "Acme Ib" in str(entry[1])
    firm.command(ANA, "cliente acme iberica")
    firm.press(ANA, "client_edit")
    firm.fill(ANA, name="Bodegas Nandú")
    firm.submit(ANA)
    assert "Ya hay un cliente" in firm.errors(ANA)["name"]


@pytest.mark.parametrize(
    ("words", "sentence", "button"),
    [
        ("cliente", "Dime el nombre", ""),
        ("cliente Acmee", "¿Querías decir *Acme*?", "meant_report"),
        ("cliente no recibe el correo", "No encuentro", "meant_report"),
    ],
)
def test_an_unknown_client_may_have_been_a_report(firm: World, words: str, sentence: str, button: str) -> None:
    """What cannot be found is answered, and can be told as an incident with the words already typed."""
    firm.command(ANA, words)
    assert sentence in last(firm)
    assert (button in last(firm)) if button else ("meant_report" not in last(firm))
    if button:
        press(firm, button)
        assert words in firm.shown(ANA)


@pytest.mark.parametrize("words", ["ayuda", "AYUDA", " Ayuda "])
def test_help_is_the_manual(sqlite_world: World, words: str) -> None:
    """``ayuda`` tells how it works and each word that can be asked for."""
    sqlite_world.command(ANA, words)
    for part in ("lista", "ver INC-12", "clientes", "cliente NOMBRE", "Cuéntalo"):
        assert part in last(sqlite_world)


@pytest.mark.parametrize(("typed", "meant"), [("lsta", "lista"), ("ayda", "ayuda"), ("clentes", "clientes")])
def test_a_near_miss_is_asked_about(firm: World, typed: str, meant: str) -> None:
    """A word that is nearly one of ours is asked about; one press does it, another tells it as an incident."""
    firm.command(ANA, typed)
    assert f"¿Querías decir `/incidente {meant}`?" in last(firm)
    press(firm, "meant_report")
    assert typed in firm.shown(ANA)
    firm.close(ANA)
    before = len(firm.server.ephemerals(ANA, GENERAL))
    press(firm, "meant_command")
    assert len(firm.server.ephemerals(ANA, GENERAL)) == before + 1

"""App Home, one person's desk: what is theirs, the most pressing first, one press away, and drawn when it changes."""

from datetime import timedelta

from bot.desk import home
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, World


def page(world: World, user: str = ANA) -> str:
    """What this person's page shows now."""
    return str(world.server.home(user))


def open_home(world: World, user: str = ANA) -> str:
    world.server.open_home(user)
    world.wait()
    return page(world, user)


def test_empty_it_says_so_and_how_to_begin(sqlite_world: World) -> None:
    """Nobody is met by a blank page: nothing pending, and the button that begins."""
    shown = open_home(sqlite_world)
    assert "Nada pendiente" in shown
    assert "report_new" in shown
    assert "Configurar" not in shown
    assert "Configurar" in open_home(sqlite_world, CARMEN)
    assert "invitada" in open_home(sqlite_world, IVAN)


def test_it_shows_what_is_mine_and_follows_what_happens(world: World) -> None:
    """A call appears on its owner's page by itself, is acted on from there, and is gone once it is done."""
    open_home(world)
    open_home(world, LUIS)
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    assert "Llama a Marta Ruiz" in page(world)
    assert "Marta Ruiz" not in page(world, LUIS)
    press(world, "notice_done")
    world.fill(
        ANA,
        said="Que estamos en ello",
        client_said="Que corre prisa",
        mood="upset",
        promised="Llamarle con novedades",
        promised_for=int((world.clock() + timedelta(hours=1)).timestamp()),
    )
    world.submit(ANA)
    world.settle()
    assert "Llamarle con novedades" in page(world)
    press(world, "promise_kept")
    assert "Llamarle con novedades" not in page(world)


def press(world: World, action: str, user: str = ANA) -> None:
    view = world.server.home(user)
    assert view is not None
    world.server.click(user, view_id=view["id"], action_id=action)
    world.wait()


def test_calls_come_first_and_then_by_their_hour(sqlite_world: World) -> None:
    """A call to make in half an hour stands above an e-mail that was owed before it was."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="unresolved")
    world.report(ANA, "Acme: nadie puede entrar", severity="major", status="unresolved")
    view = home.look(world.bot.desk, world.actor(ANA))
    assert [one.incident.number for one in view.duties] == [2, 1]


def test_a_lead_sees_where_the_team_needs_a_hand(sqlite_world: World) -> None:
    """What others owe past its hour to clients one leads; not one's own, and nobody else sees it."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    assert "necesita una mano" not in open_home(world, CARMEN)
    world.pass_time(minutes=45)
    assert "necesita una mano" in open_home(world, CARMEN)
    assert "necesita una mano" not in open_home(world, LUIS)


def test_ten_thousand_duties_have_pages(sqlite_world: World) -> None:
    """However much there is, the page is within Slack's limits and the rest one press away."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="unresolved")
    with world.bot.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) "  # noqa: S608
            "INSERT INTO notices SELECT NULL AS id, " + _columns(world) + " FROM notices, n WHERE notices.id = 1"
        )
    shown = open_home(world)
    assert "página 1 de 1250" in shown
    press(world, "home_next")
    assert "página 2 de 1250" in page(world)
    press(world, "home_previous")
    assert "página 1 de 1250" in page(world)


def _columns(world: World) -> str:
    names = [row[1] for row in world.rows("PRAGMA table_info(notices)")]
    return ", ".join("sequence + n.i" if name == "sequence" else f'"{name}"' for name in names if name != "id")


def test_the_card_of_another_does_not_redraw_my_page(sqlite_world: World) -> None:
    """Only the pages of whom it concerns are drawn: the others' are left as they are."""
    world = sqlite_world
    open_home(world, LUIS)
    before = published(world)
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    world.settle()
    assert published(world) == before


def published(world: World) -> int:
    return sum("views.publish" in str(call) for call in world.server.calls)

"""`/incidente config`: how the client is told, hours, channels, people, reports and warning signs, decided in forms."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import calendars
from bot.desk import choices
from bot.domain import cells, choices_time
from bot.domain.errors import Refused, Why
from bot.domain.matrix import DEFAULT_MATRIX
from bot.domain.warning import Sign
from bot.domain.words import Severity, Status
from tests.test_choices import configure
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, SHARED, World

GRAVEST = "cell_major_unresolved"
OPEN_MINOR = "cell_minor_unresolved"


def open_cell(world: World, cell: str) -> None:
    world.command(CARMEN, "config")
    world.press(CARMEN, "config_matrix")
    world.press(CARMEN, f"config_open_{cell}")


def change_cell(world: World, cell: str, **values: Any) -> None:
    """Fills in one cell of the matrix and sends it."""
    open_cell(world, cell)
    world.fill(CARMEN, **{f"{cell}_{field}": value for field, value in values.items()})
    world.submit(CARMEN)


def deadlines(world: World) -> list[timedelta]:
    """How long after its prompt each notice is due, in the order in which they were made."""
    rows = world.rows("SELECT prompt_at, deadline FROM notices WHERE purpose = 'tell' ORDER BY id")
    return [_moment(deadline) - _moment(prompt) for prompt, deadline in rows]


def _moment(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# The matrix


def test_a_cell_counts_for_what_comes_and_leaves_alone_what_is_pending(world: World) -> None:
    """Shorter by form, at once in force; the pending notice keeps its deadline; undone, the old hours are back."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    change_cell(world, GRAVEST, within="1 h 30")
    assert "en 1 hora y 30 minutos" in world.shown(CARMEN)
    assert "(antes con una llamada, en 30 minutos" in world.shown(CARMEN)
    assert "en 1 hora y 30 minutos" in str(world.server.view_stack(CARMEN)[-2]), "the table below shows it too"
    world.new_client(LUIS, "Beta", "no funciona la web", severity="major", status="unresolved")
    assert deadlines(world) == [timedelta(minutes=30), timedelta(minutes=90)]
    world.press(CARMEN, "config_undo")
    assert "en 30 minutos" in str(world.server.view_stack(CARMEN)[-2])
    assert world.bot.desk.policy.matrix == DEFAULT_MATRIX
    assert world.rows("SELECT who FROM timeline WHERE kind = 'setting_changed'") == [(CARMEN,), (CARMEN,)]


def test_another_channel_and_its_reason(sqlite_world: World) -> None:
    """A cell of the firm's own decides channel, hours and content, and the owner reads that the house decided it."""
    change_cell(sqlite_world, OPEN_MINOR, channel="phone", within="2 h", hours="contact", say=["what_happened"])
    sqlite_world.close(CARMEN)
    sqlite_world.new_client(ANA, "Acme", "se ve torcido el logo", severity="minor", status="unresolved")
    assert sqlite_world.rows("SELECT channel FROM notices") == [("phone",)]
    assert deadlines(sqlite_world) == [timedelta(hours=2)]
    prompt = str(sqlite_world.server.messages(sqlite_world.server.dm(ANA))[-1])
    assert "así lo habéis decidido" in prompt
    assert "por su canal preferido" not in prompt


def test_the_daily_report_needs_no_time_limit(sqlite_world: World) -> None:
    """Moved into the daily report, and back out of it: then a time limit is asked for on its field."""
    change_cell(sqlite_world, OPEN_MINOR, channel="daily_report", within="")
    assert "en el reporte diario" in sqlite_world.shown(CARMEN)
    sqlite_world.close(CARMEN)
    cell = sqlite_world.bot.desk.policy.matrix[Severity.MINOR, Status.UNRESOLVED]
    assert cell.within is None
    change_cell(sqlite_world, OPEN_MINOR, channel="email")
    assert "minutos u horas" in sqlite_world.errors(CARMEN)[f"{OPEN_MINOR}_within"]


@pytest.mark.parametrize("place", cells.PLACES)
def test_saving_what_stands_there_changes_nothing(sqlite_world: World, place: cells.Place) -> None:
    """Each form shows exactly what is in force: sent as it is, nothing goes on record."""
    change_cell(sqlite_world, cells.name_of(place))
    assert "Estaba ya así" in sqlite_world.shown(CARMEN)
    assert cells.cell(cells.keep(DEFAULT_MATRIX[place])) == DEFAULT_MATRIX[place]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"within": "30"}, "within", "minutos u horas"),
        ({"within": "luego"}, "within", "minutos u horas"),
        ({"within": "1 min"}, "within", "entre 5 minutos y 80 horas"),
        ({"within": "81 h"}, "within", "entre 5 minutos y 80 horas"),
    ],
)
def test_a_time_limit_that_cannot_be(sqlite_world: World, values: dict[str, str], field: str, words: str) -> None:
    """Said on its field, with how it is written; nothing is saved."""
    change_cell(sqlite_world, GRAVEST, **values)
    assert words in sqlite_world.errors(CARMEN)[f"{GRAVEST}_{field}"]
    assert sqlite_world.rows("SELECT count(*) FROM settings") == [(0,)]


def test_the_gravest_never_waits_for_the_report(sqlite_world: World) -> None:
    """It is not offered, and a form made by hand is refused: all that is urgent is reckoned from this cell."""
    open_cell(sqlite_world, GRAVEST)
    assert "daily_report" not in sqlite_world.shown(CARMEN)
    for values, why in (
        (("daily_report", "", "ours", "what_happened"), Why.CANNOT_WAIT_FOR_REPORT),
        (("phone", "30 min", "contact", ""), Why.NOTHING_TO_SAY),
        (("phone", "30 min", "nobody", "what_happened"), Why.BAD_HOUR),
    ):
        with pytest.raises(Refused) as refused:
            cells.read((Severity.MAJOR, Status.UNRESOLVED), *values)
        assert refused.value.why is why


# Hours, zone, holidays, closed days


def test_hours_zone_and_closed_days_count_at_once(world: World) -> None:
    """What is written becomes the calendar that deadlines are counted on; one press brings the old one back."""
    before = world.bot.desk.policy.working
    tomorrow = world.madrid(12, days=1).date()
    configure(
        world,
        "hours",
        working_hours="l-j 8-15; v 8-14",
        timezone="America/Bogota",
        holidays="es-cataluña",
        closed_days=f"{tomorrow:%d/%m/%Y}\n3/8/2026 - 21/8/2026",
    )
    for said in ("L-J 08:00-15:00; V 08:00-14:00", "Colombia", "Cataluña (antes Comunidad de Madrid)", "21 ago 2026"):
        assert said in world.shown(CARMEN)
    policy = world.bot.desk.policy
    assert (str(policy.working.hours), policy.zone.key) == ("L-J 08:00-15:00; V 08:00-14:00", "America/Bogota")
    assert policy.region == "ES"
    closed = policy.working.closed
    assert all(day in closed for day in (tomorrow, date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 21)))
    assert date(2026, 9, 11) in closed, "Catalonia's own holiday"
    assert date(2026, 8, 24) not in closed
    world.press(CARMEN, "config_undo")
    after = world.bot.desk.policy.working
    assert (after.hours, after.zone) == (before.hours, before.zone)
    assert tomorrow not in after.closed


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("working_hours", "9-14", "qué días"),
        ("working_hours", "L-V 9-25", "«9-25»: Esa hora no existe"),
        ("working_hours", "L-V 16-9", "acaba antes de empezar"),
        ("working_hours", "L-V 9-14; X 13-15", "pisa a otro"),
        ("holidays", "España", "dos letras"),
        ("holidays", "ES-Madriz", "Puede ser: AN, AR"),
        ("holidays", "MX-Jalisco", "sin región"),
        ("closed_days", "24 de diciembre", "con su año: 24/12/2026"),
        ("closed_days", "31/2/2026", "No encuentro ese día"),
        ("closed_days", "21/8/2026 - 3/8/2026", "primero el día en que empieza"),
        ("closed_days", "1/1/2026\n" * 101, "caben 100"),
    ],
)
def test_a_calendar_that_cannot_be_read(sqlite_world: World, field: str, typed: str, words: str) -> None:
    """Each mistake is explained on its own field, with how it is written, and nothing is saved."""
    configure(sqlite_world, "hours", **{field: typed})
    assert words in sqlite_world.errors(CARMEN)[field]
    assert sqlite_world.rows("SELECT count(*) FROM settings") == [(0,)]


def test_a_calendar_without_a_working_day(sqlite_world: World) -> None:
    """Hours on a day that is always closed are refused: no deadline could be counted."""
    mondays = [f"{day:%d/%m/%Y}" for day in (date(2026, 3, 2) + timedelta(weeks=n) for n in range(90))]
    years = "1/1/2026 - 31/12/2026\n1/1/2027 - 31/12/2027\n1/1/2028 - 31/12/2028\n1/1/2029 - 31/12/2029"
    configure(sqlite_world, "hours", working_hours="L 9-14", closed_days=years)
    assert "no queda ni un día" in sqlite_world.errors(CARMEN)["working_hours"]
    sqlite_world.fill(CARMEN, closed_days="\n".join(mondays))
    sqlite_world.submit(CARMEN)
    assert "Desde ahora" in sqlite_world.shown(CARMEN)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("30 min", 30),
        ("30m", 30),
        ("2 h", 120),
        ("2 horas", 120),
        ("1h30", 90),
        ("1 hora y 30 minutos", 90),
        ("90 min.", 90),
    ],
)
def test_time_limits_as_people_write_them(typed: str, minutes: int) -> None:
    """Minutes and hours, short and long."""
    assert choices_time.span(typed, "within") == timedelta(minutes=minutes)


def test_closed_days_as_people_write_them() -> None:
    """Days and stretches in several ways of writing, each kept once and in order."""
    typed = "24/12/2026\n24-12-2026\n\ndel 3/8/2026 al 21/8/2026\n3.8.2026 hasta 4.8.2026\n1/1/2026 - 1/1/2026"
    kept = choices_time.closed_days(typed)
    assert kept == ["2026-01-01", "2026-08-03/2026-08-04", "2026-08-03/2026-08-21", "2026-12-24"]
    assert len(choices_time.days_of(tuple(kept))) == 21


def test_places_as_people_write_them() -> None:
    """By code in any case, by the region's name without its accents, or none at all."""
    found = {typed: calendars.place(typed) for typed in ("es-md", "ES-Andalucia", "mx", " ES - País Vasco ", "")}
    assert list(found.values()) == ["ES-MD", "ES-AN", "MX", "ES-PV", ""]
    assert all(calendars.is_known(code) for code in found.values())


def test_a_form_left_open_overwrites_nobody(sqlite_world: World) -> None:
    """What somebody changed meanwhile stands; the second person hears who did it, and keeps what they typed."""
    world = sqlite_world
    configure(world, "people", admins=[CARMEN, LUIS])
    world.close(CARMEN)
    for user in (CARMEN, LUIS):
        world.command(user, "config")
        world.press(user, "config_open_hours")
    world.fill(LUIS, timezone="America/Bogota")
    world.submit(LUIS)
    world.fill(CARMEN, working_hours="L-V 8-15")
    world.submit(CARMEN)
    assert f"Lo ha cambiado <@{LUIS}>" in world.shown(CARMEN)
    assert "L-V 8-15" in world.shown(CARMEN)
    assert world.bot.desk.policy.zone.key == "America/Bogota"
    world.close(CARMEN)
    configure(world, "hours", working_hours="L-V 8-15")
    assert world.bot.desk.policy.zone.key == "America/Bogota"
    assert str(world.bot.desk.policy.working.hours) == "L-V 08:00-15:00"


# Channels, people, reports


def test_new_cards_go_to_the_new_channel_and_old_ones_stay(sqlite_world: World) -> None:
    """The card of an open incident is still kept up to date where it was born."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="minor", status="unresolved")
    configure(world, "channels", incidents_channel=GENERAL)
    assert f"<#{GENERAL}> (antes <#{INCIDENTS}>)" in world.shown(CARMEN)
    world.close(CARMEN)
    world.new_client(LUIS, "Beta", "no funciona la web", severity="minor", status="unresolved")
    assert (len(world.server.messages(INCIDENTS)), len(world.server.messages(GENERAL))) == (1, 1)
    world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
    world.fill(ANA, measures="Se mira hoy")
    world.submit(ANA)
    world.settle()
    assert "Se mira hoy" in str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))
    assert "Se mira hoy" not in str(world.server.messages(GENERAL))


def test_a_channel_where_nothing_can_be_published(sqlite_world: World) -> None:
    """Shared with others, archived, or without the bot: said on its field, with what to do."""
    workspace = sqlite_world.server.workspace
    alone = workspace.add_channel("solo-gente", (CARMEN,), with_bot=False).id
    old = workspace.add_channel("viejo", (CARMEN,))
    old.is_archived = True
    for channel, words in ((SHARED, "otra organización"), (alone, "/invite"), (old.id, "archivado")):
        for field in ("incidents_channel", "digest_channel"):
            configure(sqlite_world, "channels", **{field: channel})
            assert words in sqlite_world.errors(CARMEN)[field]
            sqlite_world.close(CARMEN)
    assert sqlite_world.bot.desk.policy.incidents_channel == INCIDENTS


def test_who_administers_and_who_backs_the_team(world: World) -> None:
    """A new admin may configure at once; the house's supervisor is the lead of clients without one of their own."""
    configure(world, "people", admins=[CARMEN, LUIS], default_lead=ANA)
    assert f"Administran el bot: <@{CARMEN}>, <@{LUIS}> (antes <@{CARMEN}>)" in world.shown(CARMEN)
    assert world.bot.desk.policy.lead == ANA
    world.command(LUIS, "config")
    assert world.view(LUIS)["title"]["text"] == "Configuración"
    world.close(LUIS)
    world.press(CARMEN, "config_undo")
    assert world.bot.desk.policy.lead == CARMEN
    world.command(LUIS, "config")
    assert world.server.open_view(LUIS) is None


def test_people_who_would_not_do(sqlite_world: World) -> None:
    """A guest is refused on the field; an empty list is refused by Slack's form, and by us."""
    refused_people: tuple[tuple[str, Any], ...] = (("admins", [CARMEN, IVAN]), ("default_lead", IVAN))
    for field, value in refused_people:
        configure(sqlite_world, "people", **{field: value})
        assert "Elige a otra" in sqlite_world.errors(CARMEN)[field]
        sqlite_world.close(CARMEN)
    with pytest.raises(Refused) as refused:
        choices.change(sqlite_world.bot.desk, sqlite_world.actor(CARMEN), {"admins": "<!channel>"})
    assert refused.value.why is Why.NO_ADMINS


def test_the_reports_have_their_hours(sqlite_world: World) -> None:
    """The next daily report leaves at the new hour; the digest has its day and hour."""
    configure(sqlite_world, "reports", report_hour="13:30", digest_weekday="4", digest_hour="08:15")
    assert "Día del resumen semanal: viernes (antes lunes)" in sqlite_world.shown(CARMEN)
    sqlite_world.close(CARMEN)
    policy = sqlite_world.bot.desk.policy
    assert (policy.digest_weekday, f"{policy.digest_hour:%H:%M}") == (4, "08:15")
    sqlite_world.new_client(ANA, "Acme", "un correo tarde, ya está", severity="minor", status="resolved")
    [(prompt_at,)] = sqlite_world.rows("SELECT prompt_at FROM notices")
    assert _moment(prompt_at) == sqlite_world.madrid(13, 30)


def test_the_weight_of_the_warning_signs(sqlite_world: World) -> None:
    """How often a sign has to show and what it weighs; the fire begins above the smoke."""
    many = f"warning_{Sign.MANY_INCIDENTS}"
    configure(sqlite_world, "warning", warning_fire_from="5", **{many: "4 veces, 2 puntos"})
    limits = sqlite_world.bot.desk.policy.limits
    rule = limits.rules[Sign.MANY_INCIDENTS]
    assert (limits.smoke_from, limits.fire_from, rule.least, rule.points) == (1, 5, 4, 2)
    assert "4 veces, 2 puntos (antes 3 veces, 1 punto)" in sqlite_world.shown(CARMEN)
    sqlite_world.close(CARMEN)
    for values, field, words in (
        ({many: "muchas"}, many, "3 veces, 1 punto"),
        ({"warning_smoke_from": "0"}, "warning_smoke_from", "de 1 a 50"),
        ({"warning_smoke_from": "5"}, "warning_fire_from", "más puntos que el humo"),
    ):
        configure(sqlite_world, "warning", **values)
        assert words in sqlite_world.errors(CARMEN)[field]
        sqlite_world.close(CARMEN)

"""The weekly digest (domain.md §7): in its channel once a week whatever happens, and shown to whoever asks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import __main__ as command_line
from bot import errands, terminal
from bot.app import build
from bot.desk import pulse, weekly
from bot.domain.departure import Departure
from bot.domain.errors import Refused, Why
from bot.domain.warning import Level, WarningSigns
from bot.domain.weekly import Week
from bot.pace import Pace
from tests.world import ANA, CARMEN, GENERAL, IVAN, LUIS, MADRID, World, finish_review, open_world, settings

DIGEST = "C0DIGEST"
MONDAY, W11 = datetime(2026, 3, 16, 9, 0, tzinfo=MADRID), Week.parse("2026-W11")


@contextmanager
def firm(url: str, **more: Any) -> Iterator[World]:
    with open_world(url, digest_channel=DIGEST, **more) as world:
        world.server.workspace.add_channel("resumen-semanal", (ANA, LUIS, CARMEN), channel_id=DIGEST)
        yield world


@pytest.fixture
def weekly_world(database_url: str) -> Iterator[World]:
    with firm(database_url) as world:
        yield world


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[World]:
    with firm(sqlite_url) as world:
        yield world


def posted(world: World) -> list[dict[str, Any]]:
    return [one for one in world.server.messages(DIGEST) if "thread_ts" not in one or one["thread_ts"] == one["ts"]]


def days(world: World) -> list[str]:
    """When each digest was posted, by Madrid's clock."""
    return [f"{datetime.fromtimestamp(float(one['ts']), MADRID):%d %a %H:%M}" for one in posted(world)]


def told(world: World, user: str, said: str = "Que ya está") -> None:
    world.press(user, "notice_done")
    world.fill(user, said=said)
    world.submit(user)
    world.close(user)
    world.settle()


def a_week(world: World) -> None:
    """Acme told within ten minutes; Bodegas Norte not at all; one private; a promise that was not kept."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    world.pass_time(minutes=10)
    world.press(ANA, "notice_done")
    soon = int((world.clock() + timedelta(hours=1)).timestamp())
    world.fill(ANA, said="Que estamos en ello", promised="Llamarle", promised_for=soon, mood="calm", client_said="Vale")
    world.submit(ANA)
    world.settle()
    world.new_client(LUIS, "Bodegas Norte", "la web va lenta", severity="minor", status="unresolved")
    world.report(ANA, "Acme: nómina de otra persona", severity="major", private=["private"])


def test_it_comes_on_monday_at_nine_with_its_thread(weekly_world: World) -> None:
    """Three figures, what needs somebody, what was learned, buttons; all the figures hang in its thread."""
    world = weekly_world
    a_week(world)
    finish_review(world.bot, world.team, 1)
    with world.bot.database.write() as session:
        now = world.clock()
        session.add(
            Departure(
                workspace_id=world.team, client_id=2, owner=LUIS, told_by=ANA, told_at=now,
                reasons="Luis nunca contesta", processes="Los pedidos de última hora", for_management="Lo de Luis",
            )
        )  # fmt: skip
    world.until(MONDAY - timedelta(minutes=1))
    assert posted(world) == []
    with world.bot.database.write() as session:
        signs = session.get(WarningSigns, (world.team, 2)) or WarningSigns(
            workspace_id=world.team, client_id=2, since=world.clock()
        )
        signs.level, signs.next_at = Level.FIRE, None
        session.add(signs)
    world.until(MONDAY + timedelta(minutes=5))
    (digest,) = posted(world)
    text = json.dumps(digest["blocks"], ensure_ascii=False)
    for words in (
        "La semana del 9 al 15 de marzo",
        "*3 incidentes*, 2 importantes",
        "*33\xa0% contado a tiempo* (1 de 3 avisos) · lo habitual, en 10 minutos",
        "*0 de 1 promesa* a su hora",
        "*2 incidentes siguen sin contarse al cliente* pasada su hora: INC-0002 (Bodegas Norte) y 1 más",
        "1 promesa rota sigue sin cumplir",
        "1 cliente da señales de irse*: Bodegas Norte (🔥 en llamas)",
        "Bodegas Norte se va. Lo que falló, según nos contó: Los pedidos de última hora",
        "Ver vencidas",
    ):
        assert words in text, words
    assert "Esto tenía que" not in text
    thread = world.server.thread(DIGEST, digest["ts"])
    shown = str(thread)
    assert len(thread) == 3, "the digest, its figures, and what was learned"
    assert "no solucionada: *2*" in shown.replace("🛠️ ", "")
    for secret in ("nómina", "INC-0003", "Luis nunca", "Lo de Luis"):
        assert secret not in shown
    world.pass_time(days=6)
    assert days(world) == ["16 Mon 09:00"]


def test_a_chart_stands_beside_its_words_and_may_be_refused(lite: World) -> None:
    """From the second week on there are bars; a Slack that does not know them gets the same without, once."""
    world = lite
    a_week(world)
    world.until(MONDAY + timedelta(days=1))
    assert "data_visualization" not in str(posted(world)[0]), "one bar is no comparison"
    world.server.faults.add("chat.postMessage", "error:invalid_blocks")
    world.clock.moment = (MONDAY + timedelta(days=7)).astimezone(world.clock.moment.tzinfo)
    with world.bot.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM deliveries WHERE state = 'waiting'")
        session.connection().exec_driver_sql("UPDATE notices SET next_at = NULL")
        session.connection().exec_driver_sql("UPDATE commitments SET next_at = NULL")
    world.settle()
    second = posted(world)[1]
    assert "data_visualization" not in str(second)
    assert "9 mar, 2 y 1 · 16 mar, 0 y 0" in str(second)
    assert len(world.server.thread(DIGEST, second["ts"])) == 2
    world.until(MONDAY + timedelta(days=14, minutes=1))
    chart = next(block for block in posted(world)[2]["blocks"] if block["type"] == "data_visualization")
    assert chart["chart"]["axis_config"]["categories"] == ["9 mar", "16 mar", "23 mar"]
    assert world.rows("SELECT count(*) FROM deliveries WHERE state = 'failed'") == [(0,)]
    world.server.faults.add("response_url", "error:invalid_blocks")
    world.command(ANA, "resumen anterior")
    assert "23 mar, 0 y 0" in world.whispers(ANA)[-1]
    assert "data_visualization" not in world.whispers(ANA)[-1]


def test_two_replicas_post_it_once(weekly_world: World) -> None:
    """Two processes come round at the same hour, and again: one digest, one thread."""
    world = weekly_world
    a_week(world)
    world.clock.moment = MONDAY.astimezone(world.clock.moment.tzinfo)
    url = world.bot.database.url.render_as_string(hide_password=False)
    other = build(settings(world.server, url, digest_channel=DIGEST), clock=world.clock, pace=Pace(0))
    missing = [weekly._missing(bot.desk, world.team) for bot in (world.bot, other)]  # both have seen that it is missing
    assert missing == [[W11], [W11]]
    for bot in (world.bot, other, world.bot):
        pulse.beat(bot.desk)
    for bot in (other, world.bot):
        bot.work()
    world.pass_time(minutes=1)
    other.work()
    other.stop()
    assert len(posted(world)) == 1
    assert len(world.server.thread(DIGEST, posted(world)[0]["ts"])) == 2


def test_weeks_that_were_missed_are_caught_up_and_say_so(lite: World) -> None:
    """Six weeks of silence: the last four, oldest first, each once and each saying that it is late."""
    world = lite
    a_week(world)
    world.until(MONDAY + timedelta(minutes=1))
    world.clock.moment = (MONDAY + timedelta(days=42, hours=2)).astimezone(world.clock.moment.tzinfo)
    world.settle()
    late = posted(world)[1:]
    assert [one["blocks"][1]["text"]["text"][2:26] for one in late] == [
        "La semana del 30 de marz",
        "La semana del 6 al 12 de",
        "La semana del 13 al 19 d",
        "La semana del 20 al 26 d",
    ]
    assert all("no he podido mandarlo antes" in str(one["blocks"][0]) for one in late)
    assert "el lun 27 abr a las 9:00" in str(late[-1]["blocks"][0])
    world.pass_time(days=6)
    assert len(posted(world)) == 5


def test_nothing_is_told_of_weeks_before_the_first_incident(lite: World) -> None:
    """A firm that has told nothing yet gets nothing; the first digest is that of its first week."""
    world = lite
    world.pass_time(days=20)
    assert posted(world) == []
    assert pulse.next_due(world.bot.desk) is None
    world.new_client(ANA, "Acme", "no pueden imprimir", severity="minor", status="resolved")
    world.pass_time(days=8)
    assert days(world) == ["06 Mon 09:00"]
    assert "30 de marzo al 5 de abril" in str(posted(world)[0])


def test_a_holiday_and_the_clocks_change_nothing(lite: World) -> None:
    """The Sunday the clocks change and Easter Monday: still at nine by the firm's clock."""
    world = lite
    a_week(world)
    world.until(MONDAY + timedelta(days=22))
    assert days(world) == ["16 Mon 09:00", "23 Mon 09:00", "30 Mon 09:00", "06 Mon 09:00"]


def test_a_quiet_week_gets_a_good_sentence(lite: World) -> None:
    """No incident, nothing owed: it says so, and is still posted."""
    world = lite
    world.new_client(ANA, "Acme", "no pueden imprimir", severity="minor", status="resolved", responsibility="client")
    world.until(world.madrid(18, 1))
    world.press(ANA, "report_done")
    world.settle()
    world.close(ANA)
    world.until(MONDAY + timedelta(days=7, minutes=1))
    quiet = posted(world)[1]
    assert quiet["text"] == "Resumen semanal: una semana tranquila."
    assert "La semana anterior hubo 1 incidente." in str(quiet)
    assert "no queda nada pendiente" in str(quiet)


def test_a_channel_that_refuses_it_is_not_asked_for_a_thread(lite: World) -> None:
    """Slack says no for good: nothing is posted anywhere, and nothing waits for ever."""
    world = lite
    a_week(world)
    world.until(MONDAY - timedelta(minutes=1))
    world.server.faults.add("chat.postMessage", "error:channel_not_found", times=1)
    world.clock.moment = MONDAY.astimezone(world.clock.moment.tzinfo)
    with world.bot.database.write() as session:
        session.connection().exec_driver_sql("UPDATE notices SET next_at = NULL")
        session.connection().exec_driver_sql("UPDATE commitments SET next_at = NULL")
    world.pass_time(minutes=5)
    states = world.rows("SELECT kind, state FROM deliveries WHERE key LIKE 'digest:%' ORDER BY id")
    assert states == [("digest", "failed"), ("digest_details", "dropped"), ("digest_details", "dropped")]


def test_resumen_shows_the_caller_what_the_channel_will_read(lite: World) -> None:
    """The week so far, the one before by button or by word, a named one; private ones not even for who may see them."""
    world = lite
    a_week(world)
    world.command(CARMEN, "resumen")
    shown = str(world.server.ephemerals(CARMEN, GENERAL)[-1])
    assert "La semana del 9 al 15 de marzo, hasta ahora" in shown
    assert "3 incidentes" in shown
    assert "INC-0003" not in shown
    assert "digest_earlier" not in shown, "there was nobody before"
    assert posted(world) == []
    world.until(MONDAY - timedelta(minutes=1))
    world.command(ANA, "resumen")
    assert "La semana del 9 al 15 de marzo" in str(world.whispers(ANA)[-1]), "the one that comes in a minute"
    world.until(MONDAY + timedelta(minutes=1))
    world.command(ANA, "resumen")
    assert "del 16 al 22 de marzo, hasta ahora" in str(world.whispers(ANA)[-1])
    world.press(ANA, "digest_earlier", channel=GENERAL, message=world.server.ephemerals(ANA, GENERAL)[-1])
    assert "La semana del 9 al 15 de marzo" in str(world.whispers(ANA)[-1])
    world.press(ANA, "digest_later", channel=GENERAL, message=world.server.ephemerals(ANA, GENERAL)[-1])
    assert "del 16 al 22 de marzo" in str(world.whispers(ANA)[-1])
    for words in ("resumen anterior", "RESUMEN semana pasada", "resumen 2026-W11", "resumen 2026w11"):
        world.command(ANA, words)
        assert "La semana del 9 al 15 de marzo" in str(world.whispers(ANA)[-1]), words
    world.command(ANA, "resumen 2026-W40")
    assert "todavía no ha llegado" in str(world.whispers(ANA)[-1])
    world.command(ANA, "resumen de la avería de ayer")
    assert "contarlo" in str(world.whispers(ANA)[-1])
    assert len(posted(world)) == 1


def test_guests_get_no_digest(lite: World) -> None:
    """Who may not use the bot sees no figure, by any door."""
    world = lite
    a_week(world)
    world.command(IVAN, "resumen")
    assert "solo para el equipo" in str(world.whispers(IVAN)[-1])
    with pytest.raises(Refused) as refused:
        weekly.preview(world.bot.desk, world.actor(IVAN), W11)
    assert refused.value.why is Why.GUEST


def test_the_buttons_under_it_answer_each_person_alone(lite: World) -> None:
    """«Mis pendientes» and «Ver vencidas» show the presser their own, and leave the digest as it is."""
    world = lite
    a_week(world)
    world.until(MONDAY + timedelta(minutes=1))
    before = posted(world)[0]
    for user, words in ((LUIS, "Bodegas Norte"), (CARMEN, "No tienes nada pendiente")):
        world.press(user, "digest_mine", channel=DIGEST, message=before)
        assert words in str(world.server.ephemerals(user, DIGEST)[-1])
    world.press(LUIS, "actions_overdue", channel=DIGEST, message=before)
    assert "Acciones vencidas" in str(world.server.ephemerals(LUIS, DIGEST)[-1])
    assert posted(world)[0]["blocks"] == before["blocks"]


def digest(world: World, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """``python -m bot digest`` on the world's database and at its hour."""
    url = world.bot.database.url.render_as_string(hide_password=False)
    made = settings(world.server, url, digest_channel=DIGEST)
    monkeypatch.setattr(terminal, "Settings", lambda: made)
    monkeypatch.setattr(errands, "build", lambda given: build(given, clock=world.clock))
    return command_line.main(["digest", *more])


def test_the_command_line_prints_it_and_posts_it_once(
    lite: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Readable text without marks; ``--post`` owes it once; a week that is not over, or no week, is one sentence."""
    world = lite
    world.new_client(ANA, "Pérez & *Hijos* <b>", "no llega", severity="major", status="unresolved")
    world.until(MONDAY - timedelta(hours=1))
    assert digest(world, monkeypatch, "--week", "2026-W11") == 0
    text = capsys.readouterr().out
    assert "1 incidente, importante" in text
    assert "Pérez & *Hijos* <b>" in text
    assert "📊 La semana del 9 al 15 de marzo" in text
    assert "Contárselo al cliente" in text
    assert posted(world) == []
    for times in (1, 2):
        assert digest(world, monkeypatch, "--week", "2026-W11", "--post") == 0
        assert ("Queda pendiente de publicar" in capsys.readouterr().out) == (times == 1)
    world.until(MONDAY + timedelta(days=1))
    assert days(world) == ["16 Mon 08:00"]
    for arguments, sentence in (
        (("--week", "2026-W12", "--post"), "aún no ha terminado"),
        (("--week", "marzo"), "No entiendo esa semana"),
    ):
        assert digest(world, monkeypatch, *arguments) == 1
        assert sentence in capsys.readouterr().err
    assert len(posted(world)) == 1


def test_without_a_channel_there_is_none(sqlite_world: World) -> None:
    """No channel set: no digest, no error; asking to post one says what is missing."""
    world = sqlite_world
    a_week(world)
    world.until(MONDAY + timedelta(days=1))
    assert world.rows("SELECT count(*) FROM deliveries WHERE key LIKE 'digest%'") == [(0,)]
    with pytest.raises(Refused) as refused:
        weekly.post(world.bot.desk, world.team, W11)
    assert refused.value.why is Why.NO_DIGEST_CHANNEL
    world.command(ANA, "resumen anterior")
    assert "La semana del 9 al 15 de marzo" in str(world.whispers(ANA)[-1])

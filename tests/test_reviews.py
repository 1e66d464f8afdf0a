"""The review without culprits (domain.md §5): asked for, written, shared, commented, called good, and kept."""

from typing import Any

import pytest

from bot.desk import review_writing
from bot.desk import reviews as desk
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.domain.review import Writing
from bot.store import reviews
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, World

WRITTEN = {"failed": "Nadie comprueba el envío", "why_1": "No está en la lista", "learned": "Comprobar antes de enviar"}


def solved(world: World, **values: Any) -> None:
    """Luis tells of something importante of Ana's client; Ana solves it."""
    asked: dict[str, Any] = {"severity": "major", "status": "unresolved", "owner_": ANA, **values}
    world.new_client(LUIS, "Acme", "no les llega el correo", **asked)
    solve(world)
    world.pass_time(hours=1)


def solve(world: World, number: int = 1, user: str = ANA) -> None:
    world.command(user, f"ver {number}")
    world.press(user, "incident_resolved", channel="C0GENERAL", message=world.server.ephemerals(user, "C0GENERAL")[-1])
    world.submit(user)
    world.close(user)
    world.settle()


def write(world: World, user: str = ANA, **texts: str) -> None:
    """Fills in the three steps as far as nothing stands in red, and shares it."""
    typed = {**WRITTEN, **texts}
    world.press(user, "review_write")
    for step in ("failed", "why_1", "learned"):
        world.fill(user, **{step: typed[step]})
        world.submit(user)
        if world.errors(user):
            return
    world.close(user)
    world.settle()


def states(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT state FROM reviews")]


def thread(world: World) -> str:
    return str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))


def last(world: World, user: str) -> str:
    return str(world.server.messages(world.server.dm(user))[-1])


def test_from_solved_to_learned(world: World) -> None:
    """Ana is asked, writes it in three steps, Luis comments, she calls it good: thread, people and query have it."""
    solved(world)
    assert states(world) == ["asked"]
    assert "Toca la revisión de INC-0001" in last(world, ANA)
    world.press(ANA, "review_write")
    assert "no les llega el correo" in world.shown(ANA)
    assert "lo contó" in world.shown(ANA), "what happened is told already"
    world.close(ANA)
    write(world)
    assert states(world) == ["offered"]
    assert "Nadie comprueba el envío" in last(world, LUIS)
    assert "Darla por buena" not in last(world, ANA), "Luis has a working day to answer"
    world.press(LUIS, "review_comment")
    world.fill(LUIS, comment="También faltaba la alarma")
    world.submit(LUIS)
    world.close(LUIS)
    world.settle()
    assert "Ya han contestado todos" in last(world, ANA)
    world.press(ANA, "review_finish")
    world.settle()
    assert states(world) == ["final"]
    for where in (thread(world), last(world, LUIS)):
        assert "Comprobar antes de enviar" in where
        assert "También faltaba la alarma" in where
    day = (world.madrid(0), world.madrid(23))
    with world.bot.database.read() as session:
        (learned,) = reviews.learned_between(session, world.team, *day)
        assert (learned.review.learned, learned.client.name) == (WRITTEN["learned"], "Acme")
        assert reviews.learned_between(session, world.team, day[1], world.madrid(23, days=1)) == []


def test_reminders_and_the_lead(sqlite_world: World) -> None:
    """Two working days later, then each morning; the lead once, at the third; missed ones come as one."""
    solved(sqlite_world)
    sqlite_world.until(sqlite_world.madrid(12, days=6))  # from Tuesday to the Monday after
    assert sqlite_world.hears(ANA, "Sigue pendiente la revisión") == ["Thu 11:00", "Fri 09:00", "Mon 09:00"]
    assert sqlite_world.hears(CARMEN, "sigue sin escribir") == ["Mon 09:00"]
    sqlite_world.clock.moment = sqlite_world.madrid(12, days=3)
    sqlite_world.bot.work()
    assert len(sqlite_world.hears(ANA, "Sigue pendiente la revisión")) == 4
    assert "Esto tenía que llegarte" in last(sqlite_world, ANA)
    assert len(sqlite_world.hears(CARMEN, "sigue sin escribir")) == 1


def test_at_night_it_waits_for_the_morning(sqlite_world: World) -> None:
    """Solved at eleven at night, the review is asked for when work begins."""
    world = sqlite_world
    asked = {"severity": "major", "status": "unresolved", "owner_": ANA}
    world.new_client(LUIS, "Acme", "no les llega el correo", **asked)
    world.until(world.madrid(23))
    solve(world)
    world.until(world.madrid(10, days=1))
    assert world.hears(ANA, "Toca la revisión") == ["Wed 09:00"]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("failed", "Luis no revisó el envío"),
        ("why_1", f"Porque <@{LUIS}> se olvidó de avisar"),
        ("learned", "Que Carmen Vidal metió la pata"),
    ],
)
def test_no_names_of_culprits(sqlite_world: World, step: str, text: str) -> None:
    """A name as culprit is refused on its field, with a better question; what was typed stays."""
    solved(sqlite_world)
    write(sqlite_world, **{step: text})
    assert "qué paso permitió que pasara" in sqlite_world.errors(ANA)[step]
    assert states(sqlite_world) == ["asked"]
    sqlite_world.close(ANA)
    view = desk.look(sqlite_world.bot.desk, sqlite_world.actor(ANA), 1)
    assert text in [typed for _, typed in view.review.writing_of(ANA).texts()]


def test_helpers_and_roles_may_be_named(sqlite_world: World) -> None:
    """Who helped, who was not told and what a role could not do are no culprits."""
    solved(sqlite_world)
    write(sqlite_world, failed="Luis no tenía acceso al panel", learned="Carmen lo arregló en diez minutos")
    assert states(sqlite_world) == ["offered"]


def test_nothing_typed_is_lost_on_the_way(sqlite_world: World) -> None:
    """Back and forth, more whys, a closed window: every word is there again."""
    world = sqlite_world
    solved(world)
    world.press(ANA, "review_write")
    world.fill(ANA, failed="El relevo")
    world.submit(ANA)
    for number in range(1, 6):
        world.fill(ANA, **{f"why_{number}": f"Motivo {number}"})
    world.press(ANA, "review_more")
    assert "Motivo 5" in world.shown(ANA)
    world.fill(ANA, why_6="Motivo 6")
    world.press(ANA, "review_back_to_1")
    assert "El relevo" in world.shown(ANA)
    world.submit(ANA)
    assert "Motivo 6" in world.shown(ANA)
    world.submit(ANA)
    world.fill(ANA, learned="A medias")
    world.press(ANA, "review_back_to_2")
    world.close(ANA)
    world.press(ANA, "review_write")
    assert "Lo que habías escrito sigue aquí" in world.shown(ANA)
    world.submit(ANA)
    world.submit(ANA)
    assert "A medias" in world.shown(ANA)
    world.submit(ANA)
    assert world.rows("SELECT learned FROM reviews") == [("A medias",)]


def test_no_more_than_ten_whys_and_at_least_one(sqlite_world: World) -> None:
    """`Otro porqué` stops at ten; without any, the first field says so."""
    world = sqlite_world
    solved(world)
    world.press(ANA, "review_write")
    world.fill(ANA, failed="El relevo")
    world.submit(ANA)
    world.fill(ANA, why_1="…")
    world.submit(ANA)
    assert "al menos un porqué" in world.errors(ANA)["why_1"]
    for _ in range(5):
        world.press(ANA, "review_more")
    assert "why_10" in world.shown(ANA)
    assert "review_more" not in world.shown(ANA)


def test_its_author_waits_a_working_day(sqlite_world: World) -> None:
    """Before it: who is missing and until when; after it, though nobody answered, it may be called good."""
    world = sqlite_world
    solved(world)
    write(world)
    with pytest.raises(Refused) as refused:
        review_writing.finish(world.bot.desk, world.actor(ANA), 1)
    assert refused.value.why is Why.REVIEW_TOO_SOON
    assert refused.value.details["waiting"] == (LUIS,)
    world.until(world.madrid(11, 1, days=1))
    assert world.hears(ANA, "Ya puedes dar por buena") == ["Wed 11:00"]
    world.until(world.madrid(9, 1, days=1))
    assert world.hears(ANA, "falta darla por buena") == ["Thu 09:00"]
    world.press(ANA, "review_finish")
    assert states(world) == ["final"]


def test_the_lead_need_not_wait(sqlite_world: World) -> None:
    """Carmen calls it good at once; Ana's second press hears who did, and when; stale buttons change nothing."""
    world = sqlite_world
    solved(world)
    write(world)
    world.pass_time(minutes=5)
    review_writing.finish(world.bot.desk, world.actor(CARMEN), 1)
    world.settle()
    assert "dio por buena la revisión" in str(world.server.messages(world.server.dm(ANA)))
    with pytest.raises(Refused) as refused:
        review_writing.finish(world.bot.desk, world.actor(ANA), 1)
    assert (refused.value.why, refused.value.details["who"]) == (Why.ALREADY_SETTLED, CARMEN)
    with pytest.raises(Refused) as refused:
        review_writing.answer(world.bot.desk, world.actor(LUIS), 1, "Tarde")
    assert refused.value.why is Why.ALREADY_SETTLED
    assert world.rows("SELECT count(*) FROM review_comments") == [(0,)]
    world.pass_time(days=4)
    assert not world.hears(ANA, "Ya puedes dar por buena")


def test_one_answer_each_and_it_may_be_changed(sqlite_world: World) -> None:
    """`Me parece bien`, then a comment, then another: one row, the last word."""
    world = sqlite_world
    solved(world)
    write(world)
    world.press(LUIS, "review_fine")
    world.settle()
    assert "te parece bien" in str(world.server.messages(world.server.dm(LUIS)))
    for text in ("Falta algo", "Falta la alarma"):
        world.press(LUIS, "review_comment")
        world.fill(LUIS, comment=text)
        world.submit(LUIS)
        world.close(LUIS)
    review_writing.answer(world.bot.desk, world.actor(LUIS), 1)  # a stale «Me parece bien»
    assert world.rows("SELECT text FROM review_comments") == [("Falta la alarma",)]
    world.press(LUIS, "review_comment")
    world.fill(LUIS, comment="Ana se olvidó de mirar")
    world.submit(LUIS)
    assert "qué paso" in world.errors(LUIS)["comment"]


def test_a_changed_review_is_asked_about_again(sqlite_world: World) -> None:
    """Who had found it fine is asked about the new text; who had commented keeps their comment."""
    world = sqlite_world
    solved(world)
    write(world)
    world.press(LUIS, "review_fine")
    world.settle()
    write(world, learned="Dos firmas")
    assert world.rows("SELECT count(*) FROM review_comments") == [(0,)]
    assert world.hears(LUIS, "¿Te sigue pareciendo bien?")
    assert "Dos firmas" in last(world, LUIS)


def test_a_form_overtaken_by_another_changes_nothing(sqlite_world: World) -> None:
    """Carmen shares hers while Ana still writes: Ana hears who did it and when, and her words are kept."""
    world = sqlite_world
    solved(world)
    world.press(ANA, "review_write")
    world.fill(ANA, failed="Lo de Ana")
    theirs = Writing("Lo de Carmen", ("Por algo",), "Aprendido")
    review_writing.offer(world.bot.desk, world.actor(CARMEN), 1, 0, theirs)
    world.submit(ANA)
    assert f"lo hizo <@{CARMEN}>" in world.shown(ANA)
    view = desk.look(world.bot.desk, world.actor(ANA), 1)
    assert (view.review.failed, view.review.writing_of(ANA).failed) == ("Lo de Carmen", "Lo de Ana")


def test_who_may_write_and_who_may_answer(sqlite_world: World) -> None:
    """Luis took part and answers but does not write; guests nothing at all."""
    world = sqlite_world
    solved(world)
    for user, why in ((LUIS, Why.NOT_YOURS), (IVAN, Why.GUEST)):
        with pytest.raises(Refused) as refused:
            review_writing.to_write(world.bot.desk, world.actor(user), 1)
        assert refused.value.why is why
    write(world)
    with pytest.raises(Refused) as refused:
        review_writing.answer(world.bot.desk, Actor(world.team, "U0OTHER"), 1, "Hola")
    assert refused.value.why is Why.REVIEW_NOT_THEIRS


def test_a_private_one_stays_with_those_who_see_it(sqlite_world: World) -> None:
    """Offered to the reporter alone, no thread, not in the query; for others it is not found."""
    world = sqlite_world
    asked = {"severity": "major", "status": "unresolved", "private": ["private"]}
    world.new_client(ANA, "Acme", "no les llega el correo", **asked)
    solve(world)
    world.pass_time(hours=1)
    assert states(world) == ["asked"]
    for act in (desk.look, review_writing.to_write, review_writing.to_answer, review_writing.to_download):
        with pytest.raises(Refused) as refused:
            act(world.bot.desk, world.actor(LUIS), 1)
        assert refused.value.why is Why.NOT_FOUND
    write(world)
    review_writing.finish(world.bot.desk, world.actor(CARMEN), 1)
    world.settle()
    assert not world.cards()
    assert "Comprobar antes" not in str(world.server.messages(world.server.dm(LUIS)))
    with world.bot.database.read() as session:
        day = (world.madrid(0), world.madrid(23))
        assert reviews.learned_between(session, world.team, *day) == []
        assert len(reviews.learned_between(session, world.team, *day, include_private=True)) == 1


def test_a_minor_one_only_on_request(sqlite_world: World) -> None:
    """Nobody is asked for a review of something menor until somebody wants one; asking twice changes nothing."""
    world = sqlite_world
    solved(world, severity="minor")
    assert states(world) == []
    world.command(ANA, "ver 1")
    whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
    world.press(ANA, "review_want", channel="C0GENERAL", message=whisper)
    world.settle()
    assert states(world) == ["asked"]
    assert "Toca la revisión" in last(world, ANA)
    world.press(ANA, "review_want", channel="C0GENERAL", message=whisper)
    assert f"lo hizo <@{ANA}>" in str(world.server.ephemerals(ANA, "C0GENERAL")[-1])
    with pytest.raises(Refused):
        desk.want(world.bot.desk, world.actor(LUIS), 1)
    assert world.rows("SELECT count(*) FROM reviews") == [(1,)]


def test_what_is_no_longer_importante_is_no_longer_asked(sqlite_world: World) -> None:
    """Turned out menor: no more reminders; importante after all: they come again."""
    world = sqlite_world
    solved(world)
    for severity, expected in (("minor", []), ("major", ["Mon 09:00"])):
        world.command(ANA, "ver 1")
        whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
        world.press(ANA, "incident_change", channel="C0GENERAL", message=whisper)
        world.fill(ANA, severity=severity)
        world.submit(ANA)
        world.close(ANA)
        world.settle()
        world.until(world.madrid(9, 1, days=3))
        assert world.hears(ANA, "Sigue pendiente la revisión")[-1:] == expected


def test_broken_again_it_is_asked_for_again(sqlite_world: World) -> None:
    """A final review does not explain what happened after it: asked for anew, with what was written still there."""
    world = sqlite_world
    solved(world)
    write(world)
    review_writing.finish(world.bot.desk, world.actor(CARMEN), 1)
    world.pass_time(hours=1)
    world.command(ANA, "ver 1")
    whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
    world.press(ANA, "incident_change", channel="C0GENERAL", message=whisper)
    world.fill(ANA, status="unresolved")
    world.submit(ANA)
    world.close(ANA)
    world.pass_time(minutes=10)
    assert states(world) == ["final"]
    solve(world)
    assert states(world) == ["asked"]
    assert world.hears(ANA, "Ha vuelto a fallar")
    world.press(ANA, "review_write")
    assert "Nadie comprueba el envío" in world.shown(ANA)


def test_whoever_is_away_does_not_hold_it_up(sqlite_world: World) -> None:
    """An owner who is away: the lead is asked in their stead. A participant who is away is not waited for."""
    world = sqlite_world
    world.new_client(LUIS, "Acme", "no va", severity="major", status="unresolved", owner_=ANA)
    world.server.change_member(ANA, status_emoji=":palm_tree:")
    world.pass_time(minutes=6)
    solve(world, user=CARMEN)
    world.pass_time(hours=1)
    assert world.rows("SELECT author FROM reviews") == [(CARMEN,)]
    assert "Ahora te toca a ti" in last(world, CARMEN)
    write(world, CARMEN)
    assert world.rows("SELECT offered_to FROM reviews") == [(f'["{LUIS}"]',)]


def test_reassigned_it_goes_along(sqlite_world: World) -> None:
    """The incident is handed to Luis with its review still to be written: he is asked, Ana's message lets go."""
    world = sqlite_world
    solved(world)
    world.press(ANA, "notice_reassign")
    world.fill(ANA, person=LUIS)
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert world.rows("SELECT author FROM reviews") == [(LUIS,)]
    assert "La revisión la escribe ahora" in str(world.server.messages(world.server.dm(ANA)))
    assert world.hears(LUIS, "Ahora te toca a ti esta revisión")


def test_a_file_to_keep(sqlite_world: World) -> None:
    """`Descargar` sends Markdown in which nothing typed is read as formatting; where Slack refuses it, the text."""
    world = sqlite_world
    solved(world)
    write(world, failed="El *relevo* <b>no</b> se escribe # nunca")
    review_writing.finish(world.bot.desk, world.actor(CARMEN), 1)
    world.settle()
    world.press(
        ANA, "review_download", channel=INCIDENTS, message=world.server.thread(INCIDENTS, world.cards()[0]["ts"])[-1]
    )
    (file,) = world.server.workspace.files.values()
    text = file["content"].decode()
    assert file["name"] == "revision-INC-0001.md"
    assert "El \\*relevo\\* \\<b\\>no\\</b\\> se escribe \\# nunca" in text
    assert "Luis Marín lo contó" in text
    assert "<@" not in text
    world.server.faults.add("files.completeUploadExternal", "error:not_in_channel")
    world.press(
        ANA, "review_download", channel=INCIDENTS, message=world.server.thread(INCIDENTS, world.cards()[0]["ts"])[-1]
    )
    assert "para copiarla" in str(world.whispers(ANA, INCIDENTS)[-1])


def test_how_it_stands_shows_on_the_card(sqlite_world: World) -> None:
    """Who writes it, that it waits to be called good, and in the end what was learned; closing counts it."""
    world = sqlite_world
    solved(world)
    assert "review_write" in str(world.cards()[0])
    write(world)
    assert "falta darla por buena" in str(world.cards()[0])
    review_writing.finish(world.bot.desk, world.actor(CARMEN), 1)
    world.settle()
    assert "Comprobar antes de enviar" in str(world.cards()[0])
    assert "terminar la revisión" not in str(world.cards()[0])


def test_windows_do_not_pile_up(sqlite_world: World) -> None:
    """From the story to the review, to its form and to a new action: never more windows than Slack stacks."""
    world = sqlite_world
    solved(world)
    world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    write(world)
    world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    world.press(ANA, "review_open")
    world.press(ANA, "review_download")
    assert "Te la he mandado como archivo" in world.shown(ANA)
    world.press(ANA, "review_write")
    world.submit(ANA)
    world.submit(ANA)
    world.press(ANA, "action_add")
    assert len(world.server.view_stack(ANA)) == 3
    assert world.view(ANA)["callback_id"] == "action_add"

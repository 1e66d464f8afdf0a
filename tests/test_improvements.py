"""What changed is told to the client once it is verified, and how content they are is asked for (domain.md §5)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk import improvements, satisfaction
from bot.desk.satisfaction import Answer
from bot.domain.closing import Missing, missing_to_close
from bot.domain.corrective import ActionState
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.permissions import Actor
from bot.domain.plans import plan_improved
from bot.domain.satisfaction import MOST_REMINDERS, Satisfaction, climb, start
from bot.domain.satisfaction import improvements as news
from bot.domain.words import Channel, Status
from bot.store import clients, incidents
from tests.hours import duty_hours, local
from tests.payloads_actions import action
from tests.samples import ANA as SAMPLE_ANA
from tests.samples import NOW, incident, notice
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, World

THURSDAY = "2026-03-12"


def reported(world: World, **values: Any) -> None:
    """Luis tells Acme's trouble, already solved; Ana looks after it."""
    told = {"severity": "minor", "status": "resolved", "owner_": ANA}
    world.new_client(LUIS, "Acme", "no les llega el correo", **{**told, **values})


def verified(world: World, what: str = "Probar la copia cada lunes", incident_id: int = 1) -> None:
    """A prevention that Luis has done and that Ana says works, two weeks later."""
    card = world.cards()[incident_id - 1]
    world.press(ANA, "action_add", channel=INCIDENTS, message=card)
    day = (world.clock() + timedelta(days=2)).date().isoformat()
    world.fill(ANA, what=what, how_we_know="Se restaura entera", owner=LUIS, due_on=day)
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    world.press(LUIS, "action_done")
    world.settle()
    world.until(world.madrid(9, 1, days=14))
    world.press(ANA, "action_works")
    world.settle()


def preferring(world: World, channel: Channel) -> None:
    with world.bot.database.write() as session:
        client = clients.get(session, world.team, 1)
        assert client is not None
        client.preferred = channel


def told(world: World, user: str = ANA, **values: Any) -> None:
    """The client hears what changed, and it is written down."""
    world.press(user, "notice_done")
    filled = {"said": "Que ahora probamos la copia", "client_said": "Que por fin", "mood": "calm"}
    world.fill(user, **{**filled, **values})
    world.submit(user)
    world.settle()


def called(world: World, **values: Any) -> None:
    """As far as the question: a prevention verified, and the client, who likes to be called, told of it."""
    reported(world)
    preferring(world, Channel.PHONE)
    verified(world)
    told(world, **values)


def purposes(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT purpose, state FROM notices WHERE purpose = 'improved' ORDER BY id")


def score(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT client_score, team_score, answered_by, next_at IS NULL FROM satisfactions ORDER BY id")


def question(world: World, user: str = ANA) -> str:
    return str(world.server.messages(world.server.dm(user))[-1])


def thread(world: World) -> str:
    return str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))


def test_from_the_verified_action_to_the_clients_score(world: World) -> None:
    """The owner is asked to tell it, with words for it; then for the score, which stands on card, story and thread."""
    reported(world)
    preferring(world, Channel.PHONE)
    verified(world)
    prompt = question(world)
    assert "Cuéntale qué ha mejorado a Marta Ruiz (Acme)" in prompt
    assert "gracias a lo que nos contó" in prompt
    assert "Probar la copia cada lunes" in prompt
    assert "Del 1 al 5" in prompt
    told(world)
    assert purposes(world) == [("improved", "given")]
    assert "¿Qué nota nos pone Acme?" in question(world)
    world.press(ANA, "satisfaction_answer")
    world.fill(ANA, client_score="4", client_words="Así da gusto", team_score="5", team_words="Fuimos rápidos")
    world.submit(ANA)
    assert "4 de 5" in world.shown(ANA)
    world.settle()
    assert score(world) == [(4, 5, ANA, True)]
    assert "*El cliente nos pone:* 4 de 5" in str(world.cards()[0])
    assert "Así da gusto" in thread(world)
    asked = [one for one in world.server.messages(world.server.dm(ANA)) if "4 de 5" in str(one)]
    assert "satisfaction_answer" not in str(asked)
    world.command(LUIS, "ver INC-1")
    assert "Así da gusto" in world.whispers(LUIS)[-1]


def test_a_client_who_writes_is_written_to_and_asked_about_the_next_morning(sqlite_world: World) -> None:
    """No preference: an e-mail within two working days; whoever gets a letter does not answer at once."""
    world = sqlite_world
    reported(world)
    verified(world)
    assert world.rows("SELECT channel FROM notices WHERE purpose = 'improved'") == [("email",)]
    told(world, mood=None, client_said="")
    assert "¿Qué nota nos pone Acme?" not in str(world.server.messages(world.server.dm(ANA)))
    world.until(world.madrid(9, 1, days=1))
    assert "¿Qué nota nos pone Acme?" in question(world)


def test_a_score_said_at_once_is_not_asked_for_again(sqlite_world: World) -> None:
    """The proof already holds it: nobody is asked; the team's own can be added in the story, once."""
    world = sqlite_world
    called(world, client_score="5")
    assert score(world) == [(5, None, ANA, True)]
    assert "¿Qué nota nos pone Acme?" not in str(world.server.messages(world.server.dm(ANA)))
    world.command(ANA, "ver INC-1")
    whisper = world.server.ephemerals(ANA, GENERAL)[-1]
    world.press(ANA, "satisfaction_answer", channel=GENERAL, message=whisper)
    assert "client_score" not in world.shown(ANA)
    world.fill(ANA, team_score="3")
    world.submit(ANA)
    world.settle()
    assert score(world) == [(5, 3, ANA, True)]
    world.close(ANA)
    world.press(ANA, "satisfaction_answer", channel=GENERAL, message=whisper)
    assert f"Ya estaba anotado: lo hizo <@{ANA}>" in world.whispers(ANA)[-1]


def test_two_who_write_it_down_at_once(world: World) -> None:
    """Both have the form open: the second is told who was first, and nothing changes."""
    called(world)
    world.press(ANA, "satisfaction_answer")
    world.command(CARMEN, "ver INC-1")
    whisper = world.server.ephemerals(CARMEN, GENERAL)[-1]
    world.press(CARMEN, "satisfaction_answer", channel=GENERAL, message=whisper)
    for user, given in ((CARMEN, "4"), (ANA, "1")):
        world.fill(user, client_score=given)
        world.submit(user)
    assert f"Ya estaba anotado: lo hizo <@{CARMEN}>" in world.shown(ANA)
    assert score(world) == [(4, None, CARMEN, True)]


def test_without_the_clients_score_nothing_is_written_down(sqlite_world: World) -> None:
    """The client's own is what matters: left out, it is said on its field."""
    world = sqlite_world
    called(world)
    world.press(ANA, "satisfaction_answer")
    world.fill(ANA, team_score="5")
    world.submit(ANA)
    assert "client_score" in world.errors(ANA)
    assert score(world) == [(None, None, None, False)]


def test_a_low_score_is_told_to_the_lead_at_once(sqlite_world: World) -> None:
    """With the client's words and the way to make it up to them; once, and not when it is good."""
    world = sqlite_world
    called(world, client_score="2", client_said="Que llevamos así todo el año")
    heard = [one for one in world.server.messages(world.server.dm(CARMEN)) if "nos pone un 2 de 5" in str(one)]
    assert len(heard) == 1
    assert "Que llevamos así todo el año" in str(heard[0])
    world.press(CARMEN, "amends_start", channel=world.server.dm(CARMEN), message=heard[0])
    assert world.view(CARMEN)["callback_id"] == "amends_figures"


def test_asked_each_morning_five_times_and_then_left_in_peace(sqlite_world: World) -> None:
    """After the last one it rests, and is still to be written down from the story."""
    world = sqlite_world
    called(world)
    world.until(world.madrid(12, days=14))
    assert len(world.hears(ANA, "Esto sigue sin anotar")) == MOST_REMINDERS
    assert score(world) == [(None, None, None, True)]
    world.command(ANA, "ver INC-1")
    whisper = world.server.ephemerals(ANA, GENERAL)[-1]
    world.press(ANA, "satisfaction_answer", channel=GENERAL, message=whisper)
    world.fill(ANA, client_score="3")
    world.submit(ANA)
    assert score(world) == [(3, None, ANA, True)]


def test_no_score_is_made_up_for_a_client_who_gave_none(sqlite_world: World) -> None:
    """`No me la ha dicho`: no more reminders; pressed twice, it is one line; should they say it, there is a button."""
    world = sqlite_world
    called(world)
    asked = world.last_with(world.server.dm(ANA), "satisfaction_rest")
    world.press(ANA, "satisfaction_rest")
    world.settle()
    world.press(ANA, "satisfaction_rest", channel=world.server.dm(ANA), message=asked, stale=True)
    world.until(world.madrid(12, days=5))
    assert not world.hears(ANA, "Esto sigue sin anotar")
    assert thread(world).count("no ha dicho qué nota nos pone") == 2  # blocks and fallback of one message
    world.press(ANA, "satisfaction_answer")
    world.fill(ANA, client_score="4")
    world.submit(ANA)
    assert score(world) == [(4, None, ANA, True)]


def test_mornings_that_were_missed_are_one(sqlite_world: World) -> None:
    """The bot was down for three of them: one question, which says that it is late."""
    world = sqlite_world
    called(world)
    world.clock.moment = world.madrid(12, days=3)
    world.settle()
    again = [one for one in world.server.messages(world.server.dm(ANA)) if "Esto sigue sin anotar" in str(one)]
    assert len(again) == 1
    assert "no he podido mandarlo antes" in str(again[0])


def test_somebody_absent_is_stood_in_for(sqlite_world: World) -> None:
    """Ana has gone: the lead is asked, and may answer."""
    world = sqlite_world
    called(world)
    world.server.change_member(ANA, deleted=True)
    world.until(world.madrid(9, 1, days=1))
    assert "¿Qué nota nos pone Acme?" in question(world, CARMEN)
    assert world.rows("SELECT assignee FROM satisfactions") == [(CARMEN,)]


def test_who_may_answer(sqlite_world: World) -> None:
    """A colleague hears whose it is; a guest, that the bot is not for them; of a private one, nothing."""
    world = sqlite_world
    called(world)
    desk = world.bot.desk
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: satisfaction.to_answer(desk, who, 1),
        lambda who: satisfaction.answer(desk, who, 1, Answer(1)),
        lambda who: satisfaction.rest(desk, who, 1),
    )

    def refused(user: str) -> list[Why]:
        found = []
        for act in acts:
            with pytest.raises(Refused) as error:
                act(world.actor(user))
            found.append(error.value.why)
        return found

    assert refused(IVAN) == [Why.GUEST] * 3
    assert refused(LUIS) == [Why.NOT_YOURS] * 3
    with world.bot.database.write() as session:
        found = incidents.get(session, world.team, 1)
        assert found is not None
        found.private, found.reporter = True, CARMEN
    assert refused(LUIS) == [Why.NOT_FOUND] * 3
    with pytest.raises(Refused):
        satisfaction.to_answer(desk, world.actor(ANA), 99)
    assert score(world) == [(None, None, None, False)]


def test_a_closed_incident_stays_closed(sqlite_world: World) -> None:
    """Closed long before it was verified: the client hears all the same, and nothing opens it again."""
    world = sqlite_world
    reported(world)
    preferring(world, Channel.PHONE)
    with world.bot.database.write() as session:
        found = incidents.get(session, world.team, 1)
        assert found is not None
        found.status, found.closed_at = Status.CLOSED, world.clock()
    verify_closed(world)
    assert "incident_change" not in str(world.last_with(world.server.dm(ANA), "notice_done"))
    told(world)
    assert world.rows("SELECT status FROM incidents") == [("closed",)]
    assert score(world) == [(None, None, None, False)]


def verify_closed(world: World) -> None:
    """A prevention written down before the closing, and verified after it."""
    now = world.clock()
    with world.bot.database.write() as session:
        session.add(
            action(
                "Probar la copia",
                workspace_id=world.team,
                id=None,
                state=ActionState.VERIFIED,
                settled_by=ANA,
                settled_at=now,
            )
        )
        found, client = incidents.get(session, world.team, 1), clients.get(session, world.team, 1)
        assert found is not None
        assert client is not None
        improvements.tell(session, world.bot.desk, found, client, now)
        improvements.tell(session, world.bot.desk, found, client, now)
    world.settle()


def test_nothing_is_told_twice_and_what_is_new_is_told_alone(sqlite_world: World) -> None:
    """One pending is enough; another prevention, verified later, is told as the news it is."""
    world = sqlite_world
    called(world, client_score="4")
    verified(world, "Vigilar la cola del correo")
    assert purposes(world) == [("improved", "given"), ("improved", "pending")]
    prompt = question(world)
    assert "Vigilar la cola del correo" in prompt
    assert "Probar la copia cada lunes" not in prompt
    told(world, client_score="5")
    assert [row[0] for row in score(world)] == [4, 5]


def test_broken_again_the_client_is_not_told_that_all_is_well(sqlite_world: World) -> None:
    """The news is taken back, and does not come when it is solved once more."""
    world = sqlite_world
    reported(world)
    verified(world)
    for status in ("unresolved", "resolved"):
        world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
        world.fill(ANA, status=status)
        world.submit(ANA)
        world.close(ANA)
        world.settle()
    assert purposes(world) == [("improved", "replaced")]
    assert "Ha vuelto a fallar" in thread(world)


def test_what_is_verified_before_it_is_solved_is_told_after() -> None:
    """The rule alone: news is what was verified since the last telling, given or taken back."""
    works = {"state": ActionState.VERIFIED, "settled_by": SAMPLE_ANA}
    first, second = (action("x", settled_at=NOW + timedelta(days=day), **works) for day in (0, 2))
    before = notice(purpose=Purpose.IMPROVED, state=NoticeState.GIVEN, settled_at=NOW + timedelta(days=1))
    pending = notice(purpose=Purpose.IMPROVED)
    assert news([first, second], []) == (first, second)
    assert news([first, second], [before]) == (second,)
    assert news([first], [before]) == ()
    assert news([first], [pending]) == (first,)
    assert news([action("x"), action("x", state=ActionState.NOT_APPLICABLE, settled_at=NOW)], []) == ()


@pytest.mark.parametrize(
    ("preferred", "email", "phone", "channel"),
    [
        (None, True, True, Channel.EMAIL),
        (Channel.PHONE, True, True, Channel.PHONE),
        (Channel.PHONE, True, False, Channel.PHONE),
        (Channel.TEXT, True, True, Channel.TEXT),
        (Channel.TEXT, True, False, Channel.EMAIL),
        (None, False, True, Channel.TEXT),
        (Channel.DAILY_REPORT, True, True, Channel.EMAIL),
    ],
)
def test_the_plan(preferred: Channel | None, email: bool, phone: bool, channel: Channel) -> None:
    """The client's own channel, within two working days, in working time; over a weekend it waits."""
    friday = local("2026-03-13 20:00")
    made = plan_improved(preferred, duty_hours(), friday, has_email=email, has_phone=phone)
    assert (made.channel, made.urgent) == (channel, False)
    assert (made.prompt_at, made.deadline) == (local("2026-03-16 09:00"), local("2026-03-18 09:00"))


def test_neither_counts_as_told_and_only_a_new_hour_holds_up_closing() -> None:
    """A call about a promise is not the word that it is solved; good news never stands in the way of closing."""

    def is_told(*more: Any) -> bool:
        solved = notice(status=Status.RESOLVED, state=NoticeState.GIVEN)
        found = missing_to_close(incident("x", status=Status.RESOLVED), [solved, *more], [], [], None)
        return dict(found)[Missing.CLIENT_NOT_TOLD]

    assert is_told()
    assert is_told(notice(purpose=Purpose.IMPROVED, status=Status.RESOLVED))
    assert not is_told(notice(purpose=Purpose.NEW_HOUR, status=Status.RESOLVED))
    for purpose in (Purpose.NEW_HOUR, Purpose.IMPROVED):
        given = notice(purpose=purpose, status=Status.RESOLVED, state=NoticeState.GIVEN)
        found = missing_to_close(incident("x", status=Status.RESOLVED), [given], [], [], None)
        assert not dict(found)[Missing.CLIENT_NOT_TOLD]


def test_the_mornings_of_the_question() -> None:
    """At once after a talk, the next morning after a letter; five mornings, weekends aside, and then none."""
    friday = local("2026-03-13 12:00")
    hours = duty_hours()

    def asked(*, spoken: bool) -> list[datetime]:
        found = Satisfaction(
            workspace_id="T1", incident_id=1, client_id=1, notice_id=7, assignee=SAMPLE_ANA, asked_at=friday
        )
        start(found, hours, friday, spoken=spoken)
        moments = []
        while found.next_at is not None:
            moments.append(found.next_at.astimezone(UTC))
            climb(found, hours, found.next_at)
        return moments

    mornings = [local(f"2026-03-{day} 09:00") for day in (16, 17, 18, 19, 20, 23)]
    assert asked(spoken=True) == [friday, *mornings[:5]]
    assert asked(spoken=False) == mornings


def test_a_new_hour_has_its_own_words(sqlite_world: World) -> None:
    """The call about a promise says what was promised for when, and until when it will be; also once it is late."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    world.press(ANA, "notice_done")
    hour = int((world.clock() + timedelta(hours=2)).timestamp())
    filled = {"said": "Que estamos en ello", "client_said": "Que urge", "mood": "upset"}
    world.fill(ANA, **filled, promised="Mandarle el informe", promised_for=hour)
    world.submit(ANA)
    world.settle()
    updates = "SELECT count(*) FROM notices WHERE purpose = 'update' AND state = 'pending'"
    assert world.rows(updates) == [(1,)]
    world.until(world.madrid(11, 31))
    world.press(ANA, "promise_move")
    world.fill(ANA, due_at=hour + 7200, reason="Falta un dato")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    words = str(world.last_with(world.server.dm(ANA), "notice_done"))
    assert "Dale la nueva hora a Marta Ruiz" in words
    assert "Le dije que estaría listo hoy a las 12:00 y no vamos a llegar" in words
    assert "La nueva hora: hoy a las 14:00" in words
    assert "Mandarle el informe" in words
    told(world)
    assert world.rows(updates) == [(1,)]

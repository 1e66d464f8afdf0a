"""Making it up to the client (domain.md §5): suggested, reckoned, approved where need be, agreed; figures for few."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.desk import amends
from bot.desk.amends import Wanted
from bot.domain.amends import Figures, Option
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from tests.world import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS, World, open_world

OURS = {"severity": "major", "status": "resolved", "responsibility": "ours"}
FIGURES = {"margin": "12.000", "years": "3", "acquisition": "2500,50", "error": "800"}
#: Any of these in front of somebody who may not see figures would be a leak.
SECRETS = ("12.000", "36.000", "38.500,50", "2.500,50", "11.200", "800", "900", "1.234")
WHY = "Se lo debemos: perdió la mañana entera"


def solved(world: World, **values: Any) -> None:
    world.new_client(ANA, "Acme", "no les llegó el correo en toda la mañana", **{**OURS, **values})


def story(world: World, user: str) -> str:
    """`ver`, as this person sees it."""
    world.command(user, "ver 1")
    return said(world.server.ephemerals(user, GENERAL)[-1]["blocks"])


def start(world: World, user: str = ANA) -> None:
    """«Compensar» from `ver`."""
    story(world, user)
    world.press(user, "amends_start", channel=GENERAL, message=world.server.ephemerals(user, GENERAL)[-1])


def propose(world: World, user: str = ANA, *, option: str = "discount", amount: str = "300", **figures: str) -> None:
    start(world, user)
    world.fill(user, **{**FIGURES, **figures})
    world.submit(user)
    world.fill(user, option=option, amount=amount, reason=WHY)
    world.submit(user)
    world.settle()


def tell(world: World, **values: Any) -> None:
    """Ana tells the client."""
    world.press(ANA, "notice_done")
    world.fill(ANA, said="Que ya está", **values)
    world.submit(ANA)
    world.close(ANA)
    world.settle()


def state(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT state FROM amends ORDER BY id")]


def said(payload: Any) -> str:
    """Every text in it, and no number that only machines read."""
    if isinstance(payload, dict):
        return " ".join(said(part) for name, part in payload.items() if name not in ("block_id", "value"))
    if isinstance(payload, list | tuple):
        return " ".join(said(part) for part in payload)
    return payload if isinstance(payload, str) else ""


def messages(world: World, user: str) -> str:
    return str(world.server.messages(world.server.dm(user)))


def public(world: World) -> str:
    """All that stands in the channel: the cards and their threads."""
    cards = world.cards()
    threads = [message for card in cards for message in world.server.thread(INCIDENTS, card["ts"])]
    return said([[message["text"], message["blocks"]] for message in (*cards, *threads)])


@pytest.fixture
def two_admins(sqlite_url: str) -> Iterator[World]:
    """A firm with two admins, of whom the first is everybody's lead."""
    with open_world(sqlite_url, admins=(CARMEN, LUIS)) as opened:
        yield opened


def test_small_is_approved_at_once_and_agreed_with_the_client(world: World) -> None:
    """Suggested once, reckoned with the sums in sight, decided by the owner, and the client's word at the end."""
    solved(world)
    world.pass_time(minutes=35)
    assert not world.hears(ANA, "¿Compensamos"), "first the client hears that it is solved"
    tell(world)
    world.pass_time(minutes=35)
    assert world.hears(ANA, "¿Compensamos a Acme") == ["Tue 11:05"]
    world.press(ANA, "amends_start")
    world.fill(ANA, **FIGURES)
    world.submit(ANA)
    shown = world.shown(ANA)
    assert "12.000\\xa0€ al año × 3 años = *36.000\\xa0€*" in shown
    assert "36.000\\xa0€ + 2.500,50\\xa0€ de conseguir otro = *38.500,50\\xa0€*" in shown
    assert "12.000\\xa0€ − 800\\xa0€ = *11.200\\xa0€*" in shown
    assert "Propongo:* asumir nosotros el coste (800\\xa0€)" in shown
    world.fill(ANA, option="discount", amount="300", reason=WHY)
    world.submit(ANA)
    assert "Queda aprobado" in world.shown(ANA)
    assert state(world) == ["approved"]
    world.press(ANA, "amends_agree")
    world.fill(ANA, client_said="Que gracias, que no lo esperaba")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert state(world) == ["agreed"]
    assert "ya ha propuesto cómo compensar" in messages(world, ANA)
    for part in ("propone compensar al cliente: un descuento", WHY, "lo acuerda con el cliente", "no lo esperaba"):
        assert part in public(world)
    assert not [secret for secret in SECRETS if secret in public(world)]
    assert "300" not in public(world)
    world.pass_time(days=3)
    assert world.hears(ANA, "¿Compensamos") == []
    assert not world.hears(CARMEN, "compensación")


def test_above_the_limit_the_lead_is_asked_each_morning_until_it_is_decided(world: World) -> None:
    """At once, then each working morning; approved with a press; who proposed it hears, and the question is closed."""
    solved(world)
    propose(world, amount="900")
    assert "Se lo he preguntado a" in world.shown(ANA)
    world.close(ANA)
    assert state(world) == ["proposed"]
    asked = world.server.messages(world.server.dm(CARMEN))[-1]
    assert all(part in str(asked) for part in ("900\\xa0€", "36.000", WHY))
    world.until(world.madrid(9, 30, days=3))
    assert world.hears(CARMEN, "¿Apruebas esta compensación") == ["Tue 10:00", "Wed 09:00", "Thu 09:00", "Fri 09:00"]
    world.press(CARMEN, "amends_approve")
    world.settle()
    assert state(world) == ["approved"]
    assert not world.hears(CARMEN, "¿Apruebas")
    assert world.dm(ANA)[-1].startswith("Aprobada la compensación para Acme")
    world.until(world.madrid(9, 30, days=4))
    assert not world.hears(CARMEN, "¿Apruebas")
    world.press(ANA, "amends_agree")
    world.fill(ANA, client_said="Que con 900 le vale")
    world.submit(ANA)
    world.settle()
    assert state(world) == ["agreed"]
    assert "aprueba la compensación" in public(world)
    assert "900" not in public(world)
    assert "Que con 900 le vale" in story(world, ANA)
    assert "900" not in story(world, LUIS)


def test_no_with_its_reason_and_another_try(sqlite_world: World) -> None:
    """`No` asks for a reason, which whoever proposed it reads; then something else may be proposed."""
    world = sqlite_world
    solved(world)
    propose(world, amount="900")
    world.close(ANA)
    world.press(CARMEN, "amends_reject")
    world.fill(CARMEN, reason="…")
    world.submit(CARMEN)
    assert "Escribe por qué no" in world.errors(CARMEN)["reason"]
    world.fill(CARMEN, reason="Con 900 nos pasamos")
    world.submit(CARMEN)
    assert "Quita de aquí las cantidades" in world.errors(CARMEN)["reason"]
    world.fill(CARMEN, reason="Mejor un detalle y una visita")
    world.submit(CARMEN)
    assert "No aprobado" in world.shown(CARMEN)
    world.close(CARMEN)
    world.settle()
    assert "Mejor un detalle y una visita" in messages(world, ANA)
    assert "Mejor un detalle y una visita" in public(world)
    world.press(ANA, "amends_start")
    assert "Las tres primeras son las de la última vez" in world.shown(ANA)
    world.fill(ANA, error="50")
    world.submit(ANA)
    world.fill(ANA, option="gesture", reason=WHY)
    world.submit(ANA)
    assert state(world) == ["rejected", "approved"]
    assert world.rows("SELECT amount_cents FROM amends ORDER BY id DESC LIMIT 1") == [(24_000,)]


def test_opposite_buttons_at_once(two_admins: World) -> None:
    """The second of two hears who decided and when; a stale form and a stale button change nothing."""
    world = two_admins
    solved(world)
    propose(world, amount="900")
    message = world.last_with(world.server.dm(CARMEN), "amends_approve")
    world.press(CARMEN, "amends_reject")
    amends.decide(world.bot.desk, Actor(world.team, LUIS, is_admin=True), 1, approved=True)
    world.fill(CARMEN, reason="No lo veo")
    world.submit(CARMEN)
    assert f"Ya estaba anotado: lo hizo <@{LUIS}> hoy a las 10:00" in world.shown(CARMEN)
    world.close(CARMEN)
    world.settle()
    for action in ("amends_approve", "amends_reject"):
        world.press(CARMEN, action, message=message, stale=True)
    assert state(world) == ["approved"]
    assert world.rows("SELECT decided_by FROM amends") == [(LUIS,)]
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'amends_decided'") == [(1,)]


def test_two_at_the_very_same_moment_stand_in_line(database_url: str) -> None:
    """Yes and no in two threads: one of them counts, and the other hears who was first."""
    with open_world(database_url, admins=(CARMEN, LUIS)) as world:
        solved(world)
        propose(world, amount="900")
        gate = Barrier(2)

        def press(user: str, approved: bool) -> Refused | None:
            gate.wait()
            actor = Actor(world.team, user, is_admin=True)
            try:
                amends.decide(world.bot.desk, actor, 1, approved=approved, reason="" if approved else "No lo veo")
            except Refused as refused:
                return refused
            return None

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(press, (CARMEN, LUIS), (True, False)))
        (refused,) = [answer for answer in answers if answer is not None]
        assert refused.why is Why.ALREADY_SETTLED
        assert world.rows("SELECT decided_by FROM amends") == [(refused.details["who"],)]
        assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'amends_decided'") == [(1,)]


def test_nobody_approves_their_own(two_admins: World) -> None:
    """The lead's own proposal goes to another admin; the lead's press is refused, and nobody else may decide."""
    world = two_admins
    solved(world)
    propose(world, CARMEN, amount="900")
    world.close(CARMEN)
    assert not world.hears(CARMEN, "¿Apruebas")
    assert world.hears(LUIS, "¿Apruebas") == ["Tue 10:00"]
    desk = world.bot.desk
    for user, why in ((CARMEN, Why.NOT_YOUR_OWN), (ANA, Why.ONLY_LEAD), (IVAN, Why.GUEST)):
        for approved in (True, False):
            with pytest.raises(Refused) as refused:
                amends.decide(desk, world.actor(user), 1, approved=approved)
            assert refused.value.why is why
    assert state(world) == ["proposed"]
    world.press(LUIS, "amends_approve")
    world.settle()
    assert state(world) == ["approved"]
    assert world.dm(CARMEN)[-1].startswith("Aprobada la compensación")
    assert world.dm(ANA)[-1].startswith("Aprobada la compensación"), "the owner talks with the client"


def test_where_nobody_else_may_approve_it_is_said_on_the_field(sqlite_world: World) -> None:
    """The only admin proposes above the limit: nothing is saved, and the sentence says what to do."""
    world = sqlite_world
    solved(world)
    propose(world, CARMEN, amount="900")
    assert "no hay nadie más que pueda aprobarlo" in world.errors(CARMEN)["amount"]
    assert state(world) == []
    assert world.shown(CARMEN).count(WHY), "what was typed stays"


def test_an_absent_lead_is_stood_in_for(two_admins: World) -> None:
    """Whoever is away or gone is not asked: the next admin is, and hears why."""
    world = two_admins
    world.server.workspace.members[CARMEN].deleted = True
    solved(world)
    propose(world, amount="900")
    assert world.hears(LUIS, "¿Apruebas") == ["Tue 10:00"]
    assert "no está disponible" in messages(world, LUIS)


def test_figures_are_for_owner_lead_and_admins_only(sqlite_world: World) -> None:
    """Anybody else sees that something was proposed, and no figure, nowhere; and has no button to begin with."""
    world = sqlite_world
    solved(world)
    assert "amends_start" not in story(world, LUIS)
    propose(world, amount="1.234")
    world.close(ANA)
    for user in (ANA, CARMEN):
        assert "1.234\xa0€" in story(world, user)
        assert "36.000" in story(world, user)
    seen = story(world, LUIS)
    assert "Compensación:* un descuento en la próxima renovación · espera el visto bueno" in seen
    world.press(LUIS, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    seen += world.shown(LUIS) + public(world) + str(world.rows("SELECT before, after FROM timeline"))
    assert not [secret for secret in SECRETS if secret in seen]
    for attempt in (
        lambda: amends.about(world.bot.desk, world.actor(LUIS), 1),
        lambda: amends.to_agree(world.bot.desk, world.actor(LUIS), 1),
        lambda: amends.to_decide(world.bot.desk, world.actor(LUIS), 1),
        lambda: amends.agree(world.bot.desk, world.actor(LUIS), 1, "sí"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.why is Why.NOT_YOURS


def test_a_private_one_does_not_exist_for_others(sqlite_world: World) -> None:
    """In the same words as what is not there; and nothing of it in the channel."""
    world = sqlite_world
    solved(world, private=["private"])
    propose(world, amount="900")
    for attempt in (
        lambda: amends.about(world.bot.desk, world.actor(LUIS), 1),
        lambda: amends.to_agree(world.bot.desk, world.actor(LUIS), 1),
        lambda: amends.decide(world.bot.desk, world.actor(LUIS), 1, approved=True),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.why is Why.NOT_FOUND
    assert world.hears(CARMEN, "¿Apruebas") == ["Tue 10:00"]
    assert world.cards() == []


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"margin": "-5"}, {"margin": "sin el signo menos"}),
        ({"margin": "mucho", "error": "9999999999", "years": "dos"},
         {"margin": "No entiendo", "error": "sobra algún cero", "years": "años enteros"}),
    ],
)  # fmt: skip
def test_bad_figures_are_said_each_on_its_field(
    sqlite_world: World, values: dict[str, str], errors: dict[str, str]
) -> None:
    """All at once, with what was typed kept."""
    solved(sqlite_world)
    start(sqlite_world)
    sqlite_world.fill(ANA, **{**FIGURES, **values})
    sqlite_world.submit(ANA)
    found = sqlite_world.errors(ANA)
    assert found.keys() == errors.keys()
    assert all(words in found[field] for field, words in errors.items())


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"amount": "x"}, "amount", "No entiendo esa cantidad"),
        ({"option": "nothing_more", "amount": "10"}, "amount", "la cantidad es 0"),
        ({"reason": "…"}, "reason", "Escribe por qué"),
        ({"reason": "Le damos 300 €"}, "reason", "Quita de aquí las cantidades"),
        ({"reason": "Deja 12.000 al año"}, "reason", "Quita de aquí las cantidades"),
    ],
)
def test_a_bad_choice_is_said_on_its_field(sqlite_world: World, values: dict[str, str], field: str, words: str) -> None:
    """Also a reason that gives the figures away: everybody reads it."""
    solved(sqlite_world)
    start(sqlite_world)
    sqlite_world.fill(ANA, **FIGURES)
    sqlite_world.submit(ANA)
    sqlite_world.fill(ANA, **{"option": "discount", "amount": "300", "reason": WHY, **values})
    sqlite_world.submit(ANA)
    assert words in sqlite_world.errors(ANA)[field]
    assert state(sqlite_world) == []


def test_the_figures_can_be_mended_without_losing_the_rest(sqlite_world: World) -> None:
    """`Cambiar las cifras` goes back and forth with everything typed kept."""
    world = sqlite_world
    solved(world)
    start(world)
    world.fill(ANA, **FIGURES)
    world.submit(ANA)
    world.fill(ANA, option="gesture", amount="120", reason=WHY)
    world.press(ANA, "amends_back")
    assert "12000" in world.shown(ANA)
    world.fill(ANA, error="20.000")
    world.submit(ANA)
    assert "Propongo:* solucionarlo y esperar a la renovación" in world.shown(ANA)
    world.submit(ANA)
    assert world.rows("SELECT option, amount_cents, error_cents FROM amends") == [("gesture", 12_000, 2_000_000)]


def test_the_same_form_sent_twice_is_one_proposal(sqlite_world: World) -> None:
    """Two people, or one pressing twice: the second hears who proposed it and when."""
    world = sqlite_world
    solved(world)
    wanted = Wanted(Figures(0, 10_000, 2, 5_000), Option.ABSORB, None, WHY, 0)
    amends.propose(world.bot.desk, world.actor(ANA), 1, wanted)
    with pytest.raises(Refused) as refused:
        amends.propose(world.bot.desk, world.actor(CARMEN), 1, wanted)
    assert (refused.value.why, refused.value.details["who"]) == (Why.ALREADY_SETTLED, ANA)
    assert state(world) == ["approved"]


def test_suggested_only_where_it_applies_and_once(sqlite_world: World) -> None:
    """A minor slip of a calm client's own asks for nothing; one left upset does; and no more than once."""
    world = sqlite_world
    solved(world, severity="minor", responsibility="client")
    with pytest.raises(Refused) as refused:
        amends.about(world.bot.desk, world.actor(ANA), 1)
    assert refused.value.why is Why.NOTHING_TO_MAKE_UP
    world.pass_time(hours=2)
    assert not world.hears(ANA, "¿Compensamos")
    world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
    world.fill(ANA, severity="major")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    tell(world, mood="very_upset", client_said="Que así no se puede")
    world.pass_time(hours=1)
    assert len(world.hears(ANA, "¿Compensamos a Acme")) == 1
    world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
    world.fill(ANA, responsibility="ours")
    world.submit(ANA)
    world.close(ANA)
    world.pass_time(days=1)
    assert len(world.hears(ANA, "¿Compensamos a Acme")) == 1


def test_a_weekend_without_the_bot_is_one_question(sqlite_world: World) -> None:
    """Mornings that were missed while it was down are asked about once."""
    world = sqlite_world
    solved(world)
    propose(world, amount="900")
    world.clock.moment += timedelta(days=7)
    world.bot.work()
    assert len(world.hears(CARMEN, "¿Apruebas")) == 2
    world.bot.work()
    assert len(world.hears(CARMEN, "¿Apruebas")) == 2


def test_the_firms_own_limit_and_currency_count(sqlite_world: World) -> None:
    """As configured: under the new limit nobody is asked, and amounts are said in the firm's money."""
    world = sqlite_world
    world.command(CARMEN, "config")
    world.press(CARMEN, "config_open_amends")
    world.fill(CARMEN, currency="MXN", approval_limit="5000")
    world.submit(CARMEN)
    world.close(CARMEN)
    solved(world)
    propose(world, amount="900")
    assert state(world) == ["approved"]
    assert "900\xa0MXN" in story(world, ANA)

"""The arithmetic of making it up to the client, and amounts as people type them: pure rules (domain.md §5)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import money
from bot.domain.amends import (
    TRANSITIONS,
    Amends,
    AmendsState,
    Because,
    Figures,
    Option,
    applies,
    needs_approval,
    propose,
    read_years,
    usual_amount,
    worst,
)
from bot.domain.errors import Refused, Why
from bot.domain.words import Mood, Responsibility, Severity
from messages.money import amount, typed
from tests.samples import ANA, LUIS, NOW, incident

cents = st.integers(0, money.MOST_CENTS)
figures = st.builds(Figures, cents, cents, st.integers(0, 50), cents)
moods = st.sampled_from((None, *Mood))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1200", 120_000), ("1.200", 120_000), ("1,200", 120_000), ("1 200", 120_000), ("1\u00a0200 €", 120_000),
        ("1.200,50", 120_050), ("1,200.50", 120_050), ("1.234.567,8", 123_456_780), ("12.345.678", 1_234_567_800),
        ("0,5", 50), (",5", 50), ("0.05", 5), ("0", 0), ("€ 10", 1000), ("10 euros", 1000), ("MXN 10", 1000),
        ("10 usd", 1000), ("US$ 10", 1000), (" 7 ", 700), ("1000000000", money.MOST_CENTS),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(text: str, expected: int) -> None:
    """Points or commas for thousands or decimals, with or without the currency."""
    assert money.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.AMOUNT_UNREADABLE), ("mucho", Why.AMOUNT_UNREADABLE), ("1..2", Why.AMOUNT_UNREADABLE),
        ("1.20.300", Why.AMOUNT_UNREADABLE), ("1.200,500", Why.AMOUNT_UNREADABLE), ("0,500", Why.AMOUNT_UNREADABLE),
        ("1'50", Why.AMOUNT_UNREADABLE), ("5 %", Why.AMOUNT_UNREADABLE), ("2e3", Why.AMOUNT_UNREADABLE),
        ("12,", Why.AMOUNT_UNREADABLE), ("1" * 41, Why.AMOUNT_UNREADABLE), ("-5", Why.AMOUNT_NEGATIVE),
        ("−5", Why.AMOUNT_NEGATIVE), ("(5)", Why.AMOUNT_NEGATIVE), ("- 5 €", Why.AMOUNT_NEGATIVE),
        ("1000000000,01", Why.AMOUNT_ABSURD), ("9" * 30, Why.AMOUNT_ABSURD),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_on_its_field(text: str, why: Why) -> None:
    """Unreadable, negative and absurd are three sentences, each on the field."""
    with pytest.raises(Refused) as refused:
        money.parse(text, "error")
    assert (refused.value.why, refused.value.details["field"]) == (why, "error")


@given(cents, st.sampled_from(("EUR", "MXN", "GBP")))
def test_an_amount_said_and_typed_back_is_the_same(value: int, currency: str) -> None:
    """What the bot shows can be typed into its forms, and means what it meant."""
    assert money.parse(typed(value)) == money.parse(amount(value, currency).replace("£", "")) == value


@given(st.text(max_size=60))
def test_any_text_is_an_amount_in_range_or_refused(text: str) -> None:
    """Whatever is typed, nothing but a refusal comes of what cannot be read."""
    with suppress(Refused):
        assert 0 <= money.parse(text) <= money.MOST_CENTS


@pytest.mark.parametrize(
    ("text", "given_away"),
    [
        ("Le damos 300 €", True), ("un 10 % de descuento", True), ("unos 20 euros", True), ("$50", True),
        ("le damos 1.200 y ya", True), ("le damos 1200,00", True), ("dejamos 12 mil", True),
        ("Es cliente desde 2019", False), ("Nos falló el paso 3", False), ("Merece un detalle", False),
    ],
)  # fmt: skip
def test_money_in_words_is_noticed(text: str, given_away: bool) -> None:
    """An amount with its currency, or one of the figures themselves; years and counts are none."""
    assert money.gives_away(text, (120_000,)) is given_away


@pytest.mark.parametrize(("text", "years"), [("3", 3), (" 0 ", 0), ("50", 50), ("2 años", 2), ("1 año", 1)])
def test_years_are_whole(text: str, years: int) -> None:
    """Whole years from 0 to 50."""
    assert read_years(text, "years") == years
    for bad in ("", "tres", "-1", "51", "2,5", "²", "999999"):
        with pytest.raises(Refused):
            read_years(bad, "years")


@given(figures)
def test_the_sums_add_up(one: Figures) -> None:
    """Losing a client costs what keeping them is worth, and winning another; nothing is lost in the rounding."""
    assert one.losing_cents - one.keeping_cents == one.acquisition_cents
    assert one.keeping_cents == sum([one.margin_cents] * one.years)
    assert one.left_cents + one.error_cents == one.margin_cents


@given(figures, moods)
def test_a_proposal_never_spends_what_is_not_there(one: Figures, mood: Mood | None) -> None:
    """Beyond the error itself, no more than is left of the year; what the margin cannot carry is not paid from it."""
    proposal = propose(one, mood)
    assert proposal.amount_cents == usual_amount(proposal.option, one)
    if proposal.option is Option.ABSORB:
        assert proposal.amount_cents == one.error_cents <= one.margin_cents
    else:
        assert 0 <= proposal.amount_cents <= max(0, one.left_cents)
    hard = proposal.option in (Option.WAIT_FOR_RENEWAL, Option.END_CONTRACT)
    assert hard is (one.left_cents < 0)
    assert (proposal.option is Option.END_CONTRACT) <= (one.error_cents > one.losing_cents)


@given(figures, moods, cents)
def test_a_dearer_error_never_makes_us_more_generous(one: Figures, mood: Mood | None, more: int) -> None:
    """What the margin could not carry it cannot carry when it costs more; a contract once not worth it stays so."""
    order = [Option.WAIT_FOR_RENEWAL, Option.END_CONTRACT]
    dearer = Figures(one.acquisition_cents, one.margin_cents, one.years, one.error_cents + more)
    before, after = propose(one, mood).option, propose(dearer, mood).option
    rank = {option: place + 1 for place, option in enumerate(order)}
    assert rank.get(after, 0) >= rank.get(before, 0)


@pytest.mark.parametrize(
    ("one", "mood", "option", "because"),
    [
        (Figures(0, 100_000, 3, 20_000), None, Option.ABSORB, Because.MARGIN_CARRIES_IT),
        (Figures(0, 100_000, 3, 0), None, Option.NOTHING_MORE, Because.COSTS_NOTHING),
        (Figures(0, 100_000, 3, 0), Mood.UPSET, Option.GESTURE, Because.WAS_UPSET),
        (Figures(0, 100_000, 3, 20_000), Mood.VERY_UPSET, Option.DISCOUNT, Because.MAY_LEAVE),
        (Figures(0, 100_000, 3, 20_000), Mood.WANTS_TO_LEAVE, Option.DISCOUNT, Because.MAY_LEAVE),
        (Figures(0, 100_000, 3, 200_000), Mood.UPSET, Option.WAIT_FOR_RENEWAL, Because.MARGIN_TOO_SMALL),
        (Figures(0, 100_000, 3, 300_001), None, Option.END_CONTRACT, Because.NOT_WORTH_IT),
        (Figures(50_000, 100_000, 3, 300_001), None, Option.WAIT_FOR_RENEWAL, Because.MARGIN_TOO_SMALL),
        (Figures(0, 100_000, 3, 100_000), Mood.UPSET, Option.ABSORB, Because.MARGIN_CARRIES_IT),
    ],
)
def test_the_figures_speak_for_one_option(one: Figures, mood: Mood | None, option: Option, because: Because) -> None:
    """Each option has its case, and its reason."""
    assert (propose(one, mood).option, propose(one, mood).because) == (option, because)


def test_when_it_applies() -> None:
    """An importante of ours, all or in part; or a client left upset, whoever is responsible."""
    for responsibility in Responsibility:
        ours = responsibility in (Responsibility.OURS, Responsibility.SHARED)
        assert applies(incident("x", responsibility=responsibility), []) is ours
        assert applies(incident("x", responsibility=responsibility), [None, Mood.CALM, Mood.UPSET])
        minor = incident("x", responsibility=responsibility, severity=Severity.MINOR)
        assert not applies(minor, [Mood.CALM, None])
    assert worst([Mood.WANTS_TO_LEAVE, None, Mood.UPSET]) is Mood.WANTS_TO_LEAVE


def test_above_the_limit_the_lead_approves() -> None:
    """At the limit not yet; a cent above it, and to let a client go, yes."""
    assert not needs_approval(Option.ABSORB, 50_000, 500)
    assert needs_approval(Option.ABSORB, 50_001, 500)
    assert needs_approval(Option.END_CONTRACT, 0, 500)


@pytest.mark.parametrize("state", AmendsState)
@pytest.mark.parametrize("to", AmendsState)
def test_only_the_steps_of_the_table_are_taken(state: AmendsState, to: AmendsState) -> None:
    """A step that is not there changes nothing, and says who came first and when."""
    values = {"proposed_by": ANA, "proposed_at": NOW, "currency": "EUR", "option": Option.ABSORB, "reason": "x"}
    zero = {"acquisition_cents": 0, "margin_cents": 0, "years": 0, "error_cents": 0, "amount_cents": 0}
    settled = {"decided_by": LUIS, "decided_at": NOW, "agreed_by": LUIS, "agreed_at": NOW}
    one = Amends(workspace_id="T1", incident_id=1, client_id=1, state=state, **values, **zero, **settled)  # type: ignore[arg-type]
    if (state, to) in TRANSITIONS:
        one.require_step(to)
        return
    with pytest.raises(Refused) as refused:
        one.require_step(to)
    if state is not AmendsState.PROPOSED:
        assert (refused.value.details["who"], refused.value.details["at"]) == (LUIS, NOW)

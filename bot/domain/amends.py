"""Making it up to the client: what it may cost us, what we propose, and who decided (domain.md §5).

The arithmetic is made to be shown: what keeping the client is worth, what losing them would cost, what this error
costs, and what is left of this year's margin. The bot proposes with its reason; a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refused, Why
from bot.domain.incident import Incident
from bot.domain.machine import Transitions, require
from bot.domain.permissions import Actor
from bot.domain.words import Mood, Responsibility, Severity

MOST_YEARS = 50
#: What a client is given so that they see that we mean it, of a year's margin.
GESTURE_SHARE = 50
DISCOUNT_SHARE = 20


class Option(StrEnum):
    ABSORB = "absorb"
    DISCOUNT = "discount"
    GESTURE = "gesture"
    NOTHING_MORE = "nothing_more"
    WAIT_FOR_RENEWAL = "wait_for_renewal"
    END_CONTRACT = "end_contract"


class AmendsState(StrEnum):
    """``PROPOSED`` waits for the lead; ``APPROVED`` for what the client says to it; ``AGREED`` is the end."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    AGREED = "agreed"


#: Each step as (before, after); None is how it begins. At or under the limit it begins approved.
TRANSITIONS: Transitions[AmendsState] = (
    (None, AmendsState.PROPOSED),
    (None, AmendsState.APPROVED),
    (AmendsState.PROPOSED, AmendsState.APPROVED),
    (AmendsState.PROPOSED, AmendsState.REJECTED),
    (AmendsState.APPROVED, AmendsState.AGREED),
)


class Because(StrEnum):
    """Why an option is proposed; ``messages/amends.py`` has the sentence."""

    NOT_WORTH_IT = "not_worth_it"
    MARGIN_TOO_SMALL = "margin_too_small"
    MAY_LEAVE = "may_leave"
    WAS_UPSET = "was_upset"
    MARGIN_CARRIES_IT = "margin_carries_it"
    COSTS_NOTHING = "costs_nothing"


@dataclass(frozen=True)
class Figures:
    """What a person reckons, in whole cents: what winning such a client costs, what one leaves a year, how many years
    are likely ahead, and what this error costs us."""

    acquisition_cents: int
    margin_cents: int
    years: int
    error_cents: int

    @property
    def keeping_cents(self) -> int:
        """What keeping the client is worth."""
        return self.margin_cents * self.years

    @property
    def losing_cents(self) -> int:
        """What losing them would cost: all that, and winning another like them."""
        return self.keeping_cents + self.acquisition_cents

    @property
    def left_cents(self) -> int:
        """What is left of this year's margin; below nothing when the error costs more than the year brings."""
        return self.margin_cents - self.error_cents


@dataclass(frozen=True)
class Proposal:
    option: Option
    amount_cents: int
    because: Because


def read_years(typed: str, field: str) -> int:
    """Whole years ahead, 0 to 50. Raises Refused(YEARS_UNREADABLE) on ``field``."""
    plain = typed.strip().casefold().removesuffix("años").removesuffix("año").strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 4 and int(plain) <= MOST_YEARS):
        raise Refused(Why.YEARS_UNREADABLE, field=field)
    return int(plain)


def applies(incident: Incident, moods: Iterable[Mood | None]) -> bool:
    """Whether something may be due to the client: an importante of ours, or somebody left upset or worse (§5)."""
    ours = incident.responsibility in (Responsibility.OURS, Responsibility.SHARED)
    return (ours and incident.effective_severity() is Severity.MAJOR) or worst(moods) is not None


def worst(moods: Iterable[Mood | None]) -> Mood | None:
    """How badly the client took it at worst; None when nobody was upset."""
    by_weight = (Mood.UPSET, Mood.VERY_UPSET, Mood.WANTS_TO_LEAVE)
    return max((mood for mood in moods if mood in by_weight), key=by_weight.index, default=None)


def propose(figures: Figures, mood: Mood | None) -> Proposal:
    """What the figures speak for. ``mood`` is the client's worst, None when calm or unknown."""
    option, because = _weigh(figures, mood)
    amount = usual_amount(option, figures)
    if option in (Option.DISCOUNT, Option.GESTURE) and not amount:
        # Nothing is left this year to give: what it costs is ours all the same.
        option, because = _plainly(figures)
        amount = usual_amount(option, figures)
    return Proposal(option, amount, because)


def _weigh(figures: Figures, mood: Mood | None) -> tuple[Option, Because]:
    if figures.left_cents < 0:
        if figures.error_cents > figures.losing_cents:
            return Option.END_CONTRACT, Because.NOT_WORTH_IT
        return Option.WAIT_FOR_RENEWAL, Because.MARGIN_TOO_SMALL
    if mood in (Mood.VERY_UPSET, Mood.WANTS_TO_LEAVE):
        return Option.DISCOUNT, Because.MAY_LEAVE
    if mood is Mood.UPSET:
        return Option.GESTURE, Because.WAS_UPSET
    return _plainly(figures)


def _plainly(figures: Figures) -> tuple[Option, Because]:
    if figures.error_cents:
        return Option.ABSORB, Because.MARGIN_CARRIES_IT
    return Option.NOTHING_MORE, Because.COSTS_NOTHING


def usual_amount(option: Option, figures: Figures) -> int:
    """What an option costs (cents) where nobody says otherwise: never more than is left of this year's margin, but
    for the error's own cost."""
    left = max(0, figures.left_cents)
    match option:
        case Option.ABSORB:
            return figures.error_cents
        case Option.DISCOUNT:
            return _round(min(max(figures.error_cents, figures.margin_cents // DISCOUNT_SHARE), left))
        case Option.GESTURE:
            return _round(min(figures.margin_cents // GESTURE_SHARE, left))
        case _:
            return 0


def _round(cents: int) -> int:
    """Down to whole tens of units, as one would say it; what is smaller stays."""
    return cents // 1000 * 1000 or cents


def needs_approval(option: Option, amount_cents: int, limit: int) -> bool:
    """Above the limit (whole units) the lead approves; to let a client go, whatever it costs."""
    return amount_cents > limit * 100 or option is Option.END_CONTRACT


def may_see_figures(actor: Actor, incident: Incident, lead: str) -> bool:
    """Amounts and margins are for the lead, the owner and admins only."""
    return actor.is_admin or actor.user in (incident.owner, lead)


@dataclass(eq=False, kw_only=True)
class Amends:
    """Amounts are whole cents of ``currency``; moments are aware UTC. An incident's last one counts."""

    workspace_id: str
    incident_id: int
    client_id: int
    proposed_by: str
    proposed_at: datetime
    currency: str
    acquisition_cents: int
    margin_cents: int
    years: int
    error_cents: int
    option: Option
    amount_cents: int
    reason: str
    state: AmendsState = AmendsState.PROPOSED
    next_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    client_said: str = ""
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    @property
    def figures(self) -> Figures:
        return Figures(self.acquisition_cents, self.margin_cents, self.years, self.error_cents)

    def secrets(self) -> tuple[int, ...]:
        """The figures that only a few may read, in cents."""
        sums = self.figures
        return (
            *(self.acquisition_cents, self.margin_cents, self.error_cents, self.amount_cents),
            *(sums.keeping_cents, sums.losing_cents, abs(sums.left_cents)),
        )

    def is_waiting(self) -> bool:
        return self.state is AmendsState.PROPOSED

    def require_step(self, to: AmendsState) -> None:
        """Raises Refused(ALREADY_SETTLED), with who and when, for a step that the table does not have."""
        agreed = self.state is AmendsState.AGREED
        who, at = (self.agreed_by, self.agreed_at) if agreed else (self.decided_by, self.decided_at)
        require(TRANSITIONS, self.state, to, who=who, at=at)

    def decide(self, to: AmendsState, who: str, reason: str, now: datetime) -> None:
        """Approved or rejected; at or under the limit, by whoever proposed it."""
        self.require_step(to)
        self.state = to
        self.decided_by, self.decided_at, self.decision_reason, self.next_at = who, now, reason, None

    def agree(self, who: str, client_said: str, now: datetime) -> None:
        self.require_step(AmendsState.AGREED)
        self.state = AmendsState.AGREED
        self.agreed_by, self.agreed_at, self.client_said = who, now, client_said

    def makes_room(self) -> bool:
        """Whether another may be proposed: refused, or not agreed with the client."""
        return self.state in (AmendsState.REJECTED, AmendsState.APPROVED)

    def require_room(self) -> None:
        """Raises Refused where another proposal has to wait: this one is not decided yet, or the client has agreed."""
        if self.state is AmendsState.PROPOSED:
            raise Refused(Why.ALREADY_SETTLED, who=self.proposed_by, at=self.proposed_at)
        if self.state is AmendsState.AGREED:
            raise Refused(Why.ALREADY_SETTLED, who=self.agreed_by, at=self.agreed_at)


def may_decide(actor: Actor, amends: Amends, lead: str) -> bool:
    """The lead or an admin, and nobody their own (§8)."""
    return actor.user != amends.proposed_by and (actor.is_admin or actor.user == lead)


def may_propose(incident: Incident, moods: Iterable[Mood | None], last: Amends | None) -> bool:
    return applies(incident, moods) and (last is None or last.makes_room())

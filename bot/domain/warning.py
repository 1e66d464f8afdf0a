"""Warning signs: early alarms that a client may leave, from the first shadow of smoke (domain.md §7).

Each sign is counted from facts with a date and ages out by itself; how much each weighs, and for how long, is data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.client import Client
from bot.domain.working_time import WorkingTime


class Level(StrEnum):
    GREEN = "green"
    SMOKE = "smoke"
    FIRE = "fire"

    @property
    def height(self) -> int:
        """0 is green."""
        return list(Level).index(self)


class Sign(StrEnum):
    """In the order in which they are told: what weighs most first."""

    WANTS_TO_LEAVE = "wants_to_leave"
    VERY_UPSET = "very_upset"
    HEARD_ELSEWHERE = "heard_elsewhere"
    BROKEN_PROMISES = "broken_promises"
    MANY_INCIDENTS = "many_incidents"
    BAD_NEWS = "bad_news"
    NOT_CONTENT = "not_content"


#: A client who gives no more than this, of 5, is not content.
LOW_SCORE = 2


@dataclass(frozen=True)
class Rule:
    """A sign shows while ``least`` of its facts are no older than ``days`` (working days of ours for BAD_NEWS, whose
    facts are days on which there was any), and then weighs ``points``."""

    points: int
    least: int
    days: int


_RULES = MappingProxyType(
    {
        Sign.WANTS_TO_LEAVE: Rule(points=3, least=1, days=60),
        Sign.VERY_UPSET: Rule(points=2, least=1, days=30),
        Sign.HEARD_ELSEWHERE: Rule(points=1, least=1, days=30),
        Sign.BROKEN_PROMISES: Rule(points=1, least=2, days=90),
        Sign.MANY_INCIDENTS: Rule(points=1, least=3, days=30),
        Sign.BAD_NEWS: Rule(points=1, least=3, days=7),
        Sign.NOT_CONTENT: Rule(points=1, least=1, days=90),
    }
)


@dataclass(frozen=True)
class Limits:
    """From how many points there is smoke, and fire. A single sign is smoke enough to suggest a talk."""

    smoke_from: int = 1
    fire_from: int = 3
    rules: Mapping[Sign, Rule] = field(default_factory=lambda: _RULES)

    def level(self, points: int) -> Level:
        if points >= self.fire_from:
            return Level.FIRE
        return Level.SMOKE if points >= self.smoke_from else Level.GREEN

    def reach(self) -> timedelta:
        """How far back anything may still count; working days are spread over weekends and holidays."""
        longest = max(rule.days * (7 if sign is Sign.BAD_NEWS else 1) for sign, rule in self.rules.items())
        return timedelta(days=longest)


DEFAULT = Limits()


@dataclass(frozen=True)
class Fact:
    """Something that happened to a client: when (aware UTC), and in which incident, if in any."""

    at: datetime
    incident_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """A sign that shows, with the facts behind it, the latest first. It ages out at ``until`` (aware UTC)."""

    sign: Sign
    facts: tuple[Fact, ...]
    until: datetime


@dataclass(frozen=True)
class Reading:
    """Where a client stands and why. ``next_at`` is when the first of the signs ages out, None while none shows."""

    level: Level
    findings: tuple[Finding, ...]

    @property
    def next_at(self) -> datetime | None:
        return min((finding.until for finding in self.findings), default=None)

    @property
    def signs(self) -> list[str]:
        return [str(finding.sign) for finding in self.findings]


def weigh(seen: Mapping[Sign, Sequence[Fact]], ours: WorkingTime, now: datetime, limits: Limits = DEFAULT) -> Reading:
    """What the facts about a client amount to at ``now`` (§7)."""
    findings = []
    for sign in Sign:
        rule = limits.rules[sign]
        facts = sorted(seen.get(sign, ()), key=lambda fact: fact.at, reverse=True)
        if sign is Sign.BAD_NEWS:
            facts = _one_a_day(facts, ours)
        current = [fact for fact in facts if now < _until(fact, sign, rule, ours)]
        if rule.points and len(current) >= rule.least:
            until = _until(current[rule.least - 1], sign, rule, ours)
            findings.append(Finding(sign, tuple(current), until))
    points = sum(limits.rules[finding.sign].points for finding in findings)
    return Reading(limits.level(points), tuple(findings))


def _until(fact: Fact, sign: Sign, rule: Rule, ours: WorkingTime) -> datetime:
    if sign is not Sign.BAD_NEWS:
        return fact.at + timedelta(days=rule.days)
    midnight = datetime.combine(fact.at.astimezone(ours.zone).date(), time.min, ours.zone)
    return ours.days_later(midnight, rule.days)


def _one_a_day(facts: Sequence[Fact], ours: WorkingTime) -> list[Fact]:
    """The latest of each day."""
    days: dict[date, Fact] = {}
    for fact in facts:
        days.setdefault(fact.at.astimezone(ours.zone).date(), fact)
    return list(days.values())


@dataclass(eq=False, kw_only=True)
class WarningSigns:
    """Where a client stands, as last told: a step up is told once. ``reasons`` name the signs (``Sign``)."""

    workspace_id: str
    client_id: int
    level: Level = Level.GREEN
    since: datetime
    next_at: datetime | None = None
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WarningView:
    """A client's signs as one person sees them. ``codes`` are the incidents behind them that this person may see."""

    client: Client
    level: Level
    since: datetime | None
    findings: tuple[Finding, ...]
    codes: Mapping[int, str]
    lead: str

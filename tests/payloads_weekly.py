"""The messages of the weekly digest: see ``payloads``."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.domain.departure import Departure
from bot.domain.review import Review
from bot.domain.views import Learned, Listed, Smoking
from bot.domain.warning import Level, WarningSigns
from bot.domain.weekly import Bar, Left, Tally, Waits, Week, WeekFigures
from bot.domain.words import Severity, Status
from messages import pending, weekly, weekly_numbers
from messages.blocks import Message
from tests.payloads_home import EMPTY
from tests.payloads_home import page as home_page
from tests.samples import ANA, NOW, WHEN, client
from tests.samples import incident as told

WEEK = Week.parse("2026-W10")
CELLS = {(severity, status): 3 for severity in Severity for status in (Status.RESOLVED, Status.UNRESOLVED)}
BUSY = Tally(CELLS, 2, 11, 1, timedelta(hours=1, minutes=20), 5, 1, 4, 2, 1, 30, 20)
ONE = Tally({(Severity.MAJOR, Status.UNRESOLVED): 1}, 1, 1, 0, timedelta(0), 1, 0, 1, 1, 1, 1, 1)


def figures(text: str, **more: Any) -> WeekFigures:
    """A week in which everything happened, told in somebody's words."""
    listed = Listed(told(text, never_event_name=text[:200]), client(text))
    review = Review(
        workspace_id="T1", incident_id=1, client_id=1, author=ANA, asked_at=NOW, asked_by=None, learned=text
    )
    left = Departure(
        workspace_id="T1", client_id=1, owner=ANA, told_by=ANA, told_at=NOW, reasons=text, processes=text, id=1
    )
    smokes = Smoking(client(text), WarningSigns(workspace_id="T1", client_id=1, level=Level.FIRE, since=NOW))
    values: dict[str, Any] = {
        "week": WEEK,
        "is_over": True,
        "this": BUSY,
        "before": BUSY,
        "history": tuple(Bar(WEEK.earlier(back), back, 2 * back) for back in range(5, -1, -1)),
        "waits": Waits(9, (listed,) * 3, 2, 3, 2, 9, (smokes,) * 3),
        "never_events": (listed,) * 2,
        "learned": (Learned(review, told(text), client(text)),) * 30,
        "departures": (Left(left, client(text)),) * 20,
    }
    return WeekFigures(**{**values, **more})


def quiet(**more: Any) -> WeekFigures:
    return WeekFigures(
        **{"week": WEEK, "is_over": True, "this": Tally(), "before": None, "history": (), "waits": Waits(), **more}
    )


def single(text: str) -> WeekFigures:
    """One of everything."""
    full = figures(text)
    waits = Waits(1, full.waits.untold_shown[:1], 1, 1, 1, 1, full.waits.smoking_shown[:1])
    return figures(
        text, this=ONE, waits=waits, never_events=full.never_events[:1], learned=full.learned[:1], departures=()
    )


def said(message: Message | None) -> Message:
    assert message is not None
    return message


DIGEST: dict[str, Callable[[str], Message]] = {
    "weekly.digest": lambda t: weekly.digest(figures(t), WHEN),
    "weekly.digest, one of each": lambda t: weekly.digest(single(t), WHEN),
    "weekly.digest, quiet": lambda _: weekly.digest(quiet(), WHEN),
    "weekly.digest, quiet after a bad one": lambda t: weekly.digest(quiet(before=BUSY, waits=figures(t).waits), WHEN),
    "weekly.digest, of another year": lambda t: weekly.digest(figures(t, week=Week.parse("2025-W01")), WHEN),
    "weekly.preview": lambda t: weekly.preview(figures(t), WHEN, has_channel=True),
    "weekly.preview, so far": lambda t: weekly.preview(figures(t, is_over=False, before=None), WHEN, has_channel=True),
    "weekly.preview, nowhere": lambda t: weekly.preview(figures(t, is_over=False), WHEN, has_channel=False),
    "weekly.learned": lambda t: said(weekly.learned(figures(t))),
    "weekly_numbers.details": lambda t: weekly_numbers.details(figures(t)),
    "weekly_numbers.details, the first week": lambda t: weekly_numbers.details(figures(t, before=None, is_over=False)),
    "pending.mine": lambda t: pending.mine(home_page(t), WHEN),
    "pending.mine, nothing": lambda _: pending.mine(EMPTY, WHEN),
}

"""The messages and forms about promises: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.commitment import Commitment, CommitmentState, PromiseRung, TrackRecord
from bot.domain.views import Owed, PromiseAbout, PromisePage, PromiseView
from messages import commitments
from messages.blocks import Message
from tests.samples import ANA, LATER, LUIS, NOW, WHEN, client, incident, person

LOST = TrackRecord(kept=1, broken=2)


def promise(text: str, **more: Any) -> Commitment:
    values = {"owner": ANA, "what": text, "due_at": LATER, "made_at": NOW, "made_by": ANA, "id": 9}
    return Commitment(**{"workspace_id": "T1", "incident_id": 1, "client_id": 1, **values, **more})


def seen(text: str, **more: Any) -> PromiseView:
    return PromiseView(promise(text, **more), client(text), incident(text), None, LOST, person(text), LUIS)


def about(text: str) -> PromiseAbout:
    return PromiseAbout(client(text), incident(text), LOST)


def page_of(text: str, **more: Any) -> PromisePage:
    broken = promise(text, state=CommitmentState.BROKEN, due_at=NOW)
    items = (Owed(promise(text), client(text), incident(text)), Owed(broken, client(text), None)) * 4
    return replace(PromisePage(items, 40, 2, 5, mine=True, client=None, record=LOST), **more)


def _prompt(rung: PromiseRung, text: str) -> Message:
    state = CommitmentState.BROKEN if rung is PromiseRung.BROKEN else CommitmentState.OPEN
    return commitments.prompt(seen(text, state=state), rung, WHEN)


SETTLED: dict[str, Any] = {"settled_at": NOW, "settled_by": LUIS}

PROMISES: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    **{f"commitments.prompt, {rung}": partial(_prompt, rung) for rung in PromiseRung},
    "commitments.prompt, no incident": lambda t: commitments.prompt(
        replace(seen(t, what=""), incident=None, client=client(t, contacts=[])), PromiseRung.WARNING, WHEN
    ),
    "commitments.settled, kept": lambda t: commitments.settled(seen(t, state=CommitmentState.KEPT, **SETTLED), WHEN),
    "commitments.settled, late": lambda t: commitments.settled(seen(t, state=CommitmentState.BROKEN, **SETTLED), WHEN),
    "commitments.settled, moved": lambda t: commitments.settled(
        replace(seen(t, state=CommitmentState.MOVED, **SETTLED), moved_to=promise(t)), WHEN
    ),
    "commitments.settled, handed on": lambda t: commitments.settled(seen(t), WHEN),
    "commitments.move_form": lambda t: commitments.move_form(seen(t), WHEN),
    "commitments.moved": lambda t: commitments.moved(seen(t), WHEN),
    "commitments.form": lambda t: commitments.form(about(t)),
    "commitments.form, client": lambda t: commitments.form(replace(about(t), incident=None)),
    "commitments.form, nothing known": lambda _: commitments.form(None),
    "commitments.made": lambda t: commitments.made(seen(t), WHEN),
    "commitments.page": lambda t: commitments.page(page_of(t), WHEN),
    "commitments.page, a client's": lambda t: commitments.page(page_of(t, client=client(t), mine=False), WHEN),
    "commitments.page, none": lambda _: commitments.page(
        page_of("", items=(), total=0, page=1, pages=1, record=TrackRecord()), WHEN
    ),
}

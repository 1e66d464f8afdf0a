"""Somebody's own page: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.domain.commitment import CommitmentState
from bot.domain.matrix import Purpose
from bot.domain.views import Gathering, HomeView, Owed, Smoking, Waiting
from bot.domain.warning import Level, WarningSigns
from bot.domain.words import Channel
from messages import home
from tests.payloads_actions import seen as action_seen
from tests.payloads_commitments import promise
from tests.samples import NOW, WHEN, client, incident, notice

EMPTY = HomeView((), 0, 1, 1, (), 0, (), 0, (), (), 0, (), is_admin=False)


def page(text: str) -> HomeView:
    """A page as full as it can be."""
    waiting = tuple(
        Waiting(notice(channel=channel, purpose=purpose, deadline=NOW), incident(text), client(text))
        for channel in (Channel.PHONE, Channel.EMAIL)
        for purpose in list(Purpose)[:4]
    )
    broken = promise(text, state=CommitmentState.BROKEN, due_at=NOW)
    owed = (Owed(promise(text), client(text), incident(text)), Owed(broken, client(text), None))
    signs = WarningSigns(workspace_id="T1", client_id=1, level=Level.FIRE, since=NOW, reasons=[])
    return replace(
        EMPTY,
        duties=waiting,
        duties_total=9_999,
        page=2,
        pages=1_250,
        promises=owed,
        promises_total=40,
        actions=(action_seen(text),) * 5,
        actions_total=90,
        reports=(Gathering(client(text), 2, NOW, 1), Gathering(client(text), 1, NOW, None)) * 4,
        late=waiting[:5],
        late_total=70,
        smoking=(Smoking(client(text), signs), Smoking(client(text), replace(signs, level=Level.SMOKE))) * 2,
        is_admin=True,
    )


HOME: dict[str, Callable[[str], dict[str, Any]]] = {
    "home.home": lambda t: home.home(page(t), WHEN),
    "home.home, empty": lambda _: home.home(EMPTY, WHEN),
    "home.closed": lambda _: home.closed("Este bot es solo para el equipo de la casa."),
}

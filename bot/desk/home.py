"""Somebody's own page: what is theirs to do now, what they promised, and what smells of smoke (domain.md §7)."""

from bot.desk import actions_seen, daily
from bot.desk.context import Desk
from bot.domain.permissions import Actor
from bot.domain.views import ActionScope, HomeView
from bot.store import commitments, home

PAGE = 8
MOST_PROMISES = 5
MOST_LATE = 5
MOST_SMOKING = 5


def look(desk: Desk, actor: Actor, number: int = 1) -> HomeView:
    """The page of this person; ``number`` counts the pages of their calls and letters from 1."""
    actor.require_member()
    now, lead = desk.now(), desk.policy.lead
    number = max(1, number)
    workspace_id, is_fallback = actor.workspace_id, actor.user == lead
    with desk.database.read() as session:
        duties, total = home.duties(session, workspace_id, actor.user, PAGE, (number - 1) * PAGE)
        if not duties and total:  # a page that is no longer there: the last
            number = -(-total // PAGE)
            duties, total = home.duties(session, workspace_id, actor.user, PAGE, (number - 1) * PAGE)
        promises, promises_total = commitments.owed(
            session, actor, lead, owner=actor.user, client_id=None, limit=MOST_PROMISES, offset=0
        )
        late, late_total = home.late_in_team(
            session, workspace_id, actor.user, is_fallback=is_fallback, now=now, limit=MOST_LATE
        )
        smoking = home.smoking(session, workspace_id, actor.user, is_fallback=is_fallback, limit=MOST_SMOKING)
    actions = actions_seen.page(desk, actor, 1, ActionScope.MINE)
    return HomeView(
        duties=tuple(duties),
        duties_total=total,
        page=number,
        pages=max(1, -(-total // PAGE)),
        promises=tuple(promises),
        promises_total=promises_total,
        actions=actions.items,
        actions_total=actions.total,
        reports=tuple(daily.gathering(desk, actor)),
        late=tuple(late),
        late_total=late_total,
        smoking=tuple(smoking),
        is_admin=actor.is_admin,
    )


def opened(desk: Desk, actor: Actor) -> None:
    """They look at it: from now on it is drawn anew when something of theirs changes."""
    with desk.database.read() as session:
        if home.has_opened(session, actor.workspace_id, actor.user):
            return
    with desk.database.write() as session:
        home.opened(session, actor.workspace_id, actor.user, desk.now())


def has_opened(desk: Desk, workspace_id: str, user: str) -> bool:
    """Whether somebody has ever looked at theirs."""
    with desk.database.read() as session:
        return home.has_opened(session, workspace_id, user)

"""Finding incidents: by a sentence, by a form, a page at a time (domain.md §8 decides what is found and counted)."""

from dataclasses import replace

from bot.desk.context import Desk
from bot.domain.client import nearest
from bot.domain.finding import Search, named, read
from bot.domain.permissions import Actor
from bot.domain.views import ListPage
from bot.store import clients, people, search

PAGE = 8


def typed(desk: Desk, actor: Actor, text: str) -> ListPage:
    """``correo Acme importante abiertas de @ana marzo``: the first page of what that finds.

    Words that are as a whole the name of a client, or a piece of one name where no text holds them, are that client.
    """
    actor.require_member()
    found = read(text, actor.user, desk.now().astimezone(desk.policy.zone).date())
    asked, nobody = found.search, []
    with desk.database.read() as session:
        known = people.names(session, actor.workspace_id).items() if found.names else ()
        for name in found.names:
            users = named(known, name)
            asked = replace(asked, owners=(*asked.owners, *users))
            if not users:
                nobody.append(name)
        client = clients.by_name(session, actor.workspace_id, asked.words) if asked.words else None
        like = clients.matching(session, actor.workspace_id, asked.words, 2) if asked.words else ()
    if nobody:
        # Everybody's would answer another question than the one that was asked.
        return ListPage((), 0, 1, 1, asked, actor.user, client=None, nobody=tuple(nobody))
    if client is not None:
        return page(desk, actor, replace(asked, words="", client_id=client.id))
    answer = page(desk, actor, asked)
    if not answer.total and len(like) == 1:
        return page(desk, actor, replace(asked, words="", client_id=like[0].id))
    return answer


def page(desk: Desk, actor: Actor, asked: Search, number: int = 1) -> ListPage:
    """One page of what the actor may see of it, newest first; ``number`` counts from 1."""
    actor.require_member()
    lead, zone = desk.policy.lead, desk.policy.zone
    near = None
    with desk.database.read() as session:
        client = clients.get(session, actor.workspace_id, asked.client_id) if asked.client_id is not None else None
        items, total = search.find(session, actor, lead, asked, zone, PAGE, (number - 1) * PAGE)
        if not items and total:  # a page that is no longer there: the last
            number = -(-total // PAGE)
            items, total = search.find(session, actor, lead, asked, zone, PAGE, (number - 1) * PAGE)
        if not total and asked.words:
            near = nearest(asked.words, clients.names(session, actor.workspace_id))
    pages = max(1, -(-total // PAGE))
    return ListPage(tuple(items), total, number, pages, asked, actor.user, client, near)

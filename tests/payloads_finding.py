"""The messages and forms of finding, exporting and forgetting: see ``payloads``."""

from collections.abc import Callable
from typing import Any

from bot.domain.finding import MOST_TYPED, Search, Shown
from bot.domain.views import ListPage
from bot.domain.words import Severity
from messages import clients, export, listing
from messages.blocks import Message
from tests.samples import ANA, LUIS, NOW, client


def finding(page_of: Callable[..., ListPage]) -> dict[str, Callable[[str], Message | dict[str, Any]]]:
    """``page_of`` makes a page of incidents in which every text is the one that was typed."""

    def empty(text: str, **more: Any) -> ListPage:
        return page_of(text, items=(), total=0, **more)

    def asked(text: str) -> Search:
        day = NOW.date()
        typed = text[:MOST_TYPED]
        return Search(typed, Shown.UNRESOLVED, Severity.MAJOR, (ANA, LUIS), client_id=1, since=day, until=day)

    return {
        "listing.page, mine": lambda t: listing.page(empty(t, asked=Search(shown=Shown.OPEN, owners=(ANA,)))),
        "listing.page, none": lambda t: listing.page(empty(t, asked=Search())),
        "listing.page, words": lambda t: listing.page(page_of(t, asked=asked(t))),
        "listing.page, no such words": lambda t: listing.page(empty(t, asked=asked(t), near=t)),
        "listing.page, nobody": lambda t: listing.page(empty(t, asked=Search(), nobody=(t, t))),
        "listing.window": lambda t: listing.window(page_of(t, asked=asked(t))),
        "clients.person_form, to be forgotten": lambda t: clients.person_form(
            client(t), client(t).contacts[0], may_forget=True
        ),
        "clients.forgotten": lambda t: clients.forgotten(client(t)),
        "clients.forgotten, the last": lambda t: clients.forgotten(client(t, contacts=[])),
        "export.offer": lambda _: export.offer(),
        "export.begun": lambda _: export.begun(),
        "export.sent": lambda _: export.sent(),
        "export.not_sent": lambda _: export.not_sent(),
        "listing.form": lambda t: listing.form(page_of(t, asked=asked(t))),
    }

"""What stands on one person's own page."""

from dataclasses import dataclass

from bot.domain.client import Client
from bot.domain.views.after import ActionView, Owed
from bot.domain.views.telling import Gathering, Waiting
from bot.domain.warning import WarningSigns


@dataclass(frozen=True)
class Smoking:
    """A client who shows warning signs."""

    client: Client
    signs: WarningSigns


@dataclass(frozen=True)
class HomeView:
    """Somebody's own page. Each list holds the most pressing; its total says how many there are.

    ``page`` counts the pages of ``duties`` from 1. ``late`` is what others owe to clients that this person leads.
    """

    duties: tuple[Waiting, ...]
    duties_total: int
    page: int
    pages: int
    promises: tuple[Owed, ...]
    promises_total: int
    actions: tuple[ActionView, ...]
    actions_total: int
    reports: tuple[Gathering, ...]
    late: tuple[Waiting, ...]
    late_total: int
    smoking: tuple[Smoking, ...]
    is_admin: bool

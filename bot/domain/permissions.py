"""Who may do what (domain.md §8). Asked in the desk, for every command, button and query."""

from dataclasses import dataclass

from bot.domain.client import Client
from bot.domain.errors import Refused, Why
from bot.domain.incident import Incident


@dataclass(frozen=True)
class Actor:
    """The person acting, as Slack describes them, with the workspace they act in."""

    workspace_id: str
    user: str
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False

    def require_member(self) -> None:
        """Guests and people of other organisations cannot use the bot (§8)."""
        if self.is_stranger:
            raise Refused(Why.STRANGER)
        if self.is_guest:
            raise Refused(Why.GUEST)


def may_see(actor: Actor, incident: Incident, lead: str) -> bool:
    """A private incident is seen by owner, lead, reporter and admins only (§8)."""
    return not incident.private or actor.is_admin or actor.user in (incident.owner, incident.reporter, lead)


def may_handle(actor: Actor, incident: Incident, lead: str, assignees: frozenset[str] = frozenset()) -> bool:
    """Owner, lead and admins record contact, change and close; so does whoever a notice was handed to (§4, §8)."""
    return actor.is_admin or actor.user in (incident.owner, lead) or actor.user in assignees


def may_reassign(actor: Actor, assignee: str, owner: str, lead: str) -> bool:
    """One's own duty may be handed on; others' by the lead or an admin (§8)."""
    return actor.is_admin or actor.user in (assignee, owner, lead)


def may_handle_action(actor: Actor, owner: str, head: str, lead: str) -> bool:
    """A corrective action is its owner's, and of whoever answers for what it hangs on: ``head``, lead, admins (§8)."""
    return actor.is_admin or actor.user in (owner, head, lead)


def may_edit_client(actor: Actor, client: Client, lead: str) -> bool:
    return actor.is_admin or actor.user in (client.owner, lead)

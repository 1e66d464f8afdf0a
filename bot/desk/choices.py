"""What the firm decides at run time: looked at, changed and undone by admins, all on record (domain.md §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk, Policy
from bot.desk.in_force import lay
from bot.desk.settable import CHOICES
from bot.domain.choices import UNDECIDED, Kept
from bot.domain.errors import Refused, Why
from bot.domain.incident import Entry, EntryKind
from bot.domain.permissions import Actor
from bot.domain.working_time import NeverOpen
from bot.store import choices


@dataclass(frozen=True)
class Standing:
    """How some choices stand, and the change that made them so, where there was one."""

    policy: Policy
    last: Entry | None


def require_admin(actor: Actor) -> None:
    """Raises Refused where the actor may not change how the bot works."""
    actor.require_member()
    if not actor.is_admin:
        raise Refused(Why.ONLY_ADMIN)


def look(desk: Desk, actor: Actor, names: tuple[str, ...]) -> Standing:
    """What is in force, for the form of these choices."""
    require_admin(actor)
    desk.in_force.renew()
    with desk.database.read() as session:
        last = choices.last_change(session, actor.workspace_id, names)
    return Standing(desk.in_force.of(actor.workspace_id), last)


def change(desk: Desk, actor: Actor, typed: Mapping[str, str], *, since: int | None = None) -> Entry | None:
    """Saves what was typed, by field. Raises Refused on the field to blame; nothing is saved then.

    ``since`` is the last change that whoever typed this had seen (0 for none): what somebody has changed after it is
    not overwritten unseen, it raises Refused(CHANGED_MEANWHILE) with who and when.
    Answers the change as it went on record; None where everything stood like that already.
    """
    require_admin(actor)
    wanted = {
        choice.name: choice.read(*(typed[field] for field in choice.fields))
        for choice in CHOICES.values()
        if choice.fields[0] in typed
    }
    now = desk.now()
    with desk.database.write() as session:
        decided = choices.of(session, actor.workspace_id, lock=True)
        changed: dict[str, Kept] = {
            name: value for name, value in wanted.items() if decided.get(name, CHOICES[name].now(desk.default)) != value
        }
        if not changed:
            return None
        last = choices.last_change(session, actor.workspace_id, tuple(changed))
        if since is not None and last is not None and last.id > since:
            raise Refused(Why.CHANGED_MEANWHILE, who=last.who, at=last.at)
        _require_workable(desk, {**decided, **changed}, now)
        entry = _save(session, desk, actor, {name: decided.get(name) for name in changed}, changed, now)
    desk.in_force.renew()
    return entry


def undo(desk: Desk, actor: Actor, entry_id: int) -> Entry:
    """`Deshacer`: what stood before a change stands again, on record like any other change.

    Raises Refused(CHANGED_SINCE), with who and when, where somebody has changed it after that.
    """
    require_admin(actor)
    now = desk.now()
    with desk.database.write() as session:
        decided = choices.of(session, actor.workspace_id, lock=True)
        entry = choices.change(session, actor.workspace_id, entry_id)
        if entry is None:
            raise Refused(Why.NOT_FOUND)
        after = _kept(entry.after)
        last = choices.last_change(session, actor.workspace_id, tuple(after))
        if last is not None and (last.id != entry.id or after != {name: decided.get(name) for name in after}):
            raise Refused(Why.CHANGED_SINCE, who=last.who, at=last.at)
        before = _kept(entry.before)
        _require_workable(desk, {**decided, **before}, now)
        undone = _save(session, desk, actor, after, before, now)
    desk.in_force.renew()
    return undone


def _require_workable(desk: Desk, decided: Mapping[str, Kept], now: datetime) -> None:
    """Deadlines are counted in working time: some there must be."""
    policy = lay(desk.default, {name: value for name, value in decided.items() if value is not None})
    try:
        policy.working.next_open(now)
    except NeverOpen as error:
        raise Refused(Why.NEVER_OPEN, field="working_hours") from error


def _kept(data: Mapping[str, object]) -> dict[str, Kept]:
    """The rows of one side of a change on record."""
    undecided = data.get(UNDECIDED)
    left = set(undecided) if isinstance(undecided, list) else set()
    return {
        name: None if name in left else value
        for name, value in data.items()
        if name != UNDECIDED and isinstance(value, str | int | list)
    }


def _on_record(desk: Desk, rows: Mapping[str, Kept]) -> dict[str, object]:
    """What counted, for people to read, and which of it nobody had decided."""
    counted: dict[str, object] = {
        name: CHOICES[name].now(desk.default) if value is None else value for name, value in rows.items()
    }
    undecided = [name for name, value in rows.items() if value is None]
    return {**counted, UNDECIDED: undecided} if undecided else counted


def _save(
    session: Session, desk: Desk, actor: Actor, before: Mapping[str, Kept], after: Mapping[str, Kept], now: datetime
) -> Entry:
    for name, value in after.items():
        choices.put(session, actor.workspace_id, name, value, actor.user, now)
    entry = Entry(
        workspace_id=actor.workspace_id,
        at=now,
        kind=EntryKind.SETTING_CHANGED,
        who=actor.user,
        before=_on_record(desk, before),
        after=_on_record(desk, after),
    )
    session.add(entry)
    session.flush()
    return entry

"""Duties that no cell asks for: fresh news, the report a client prefers, a new hour, what has improved (§4, §5)."""

from datetime import datetime, time, timedelta

from bot.domain.duty import DutyHours
from bot.domain.matrix import AT_ONCE, REPORT_GRACE, Content, Plan, Purpose, Why, reachable_channel
from bot.domain.words import Channel

UPDATE_EVERY = timedelta(hours=2)
UPDATE_WITHIN = timedelta(minutes=30)
WARN_BEFORE_PROMISE = timedelta(minutes=15)
IMPROVED_WORKING_DAYS = 2


def plan_update(channel: Channel, hours: DutyHours, told_at: datetime, promised_for: datetime | None) -> Plan:
    """The next fresh word while an importante stays open: in two hours, or at the hour promised if sooner (§4)."""
    usual = told_at + UPDATE_EVERY
    promised = promised_for is not None and told_at < promised_for < usual + UPDATE_WITHIN
    urgent = channel is Channel.PHONE
    if promised and promised_for is not None:
        # Asked for early enough that the promise can still be kept.
        prompt_at = max(told_at, promised_for - WARN_BEFORE_PROMISE)
        deadline = promised_for
    else:
        prompt_at = hours.next_moment(usual, channel, urgent=urgent)
        clock = hours.contact if urgent else hours.ours
        deadline = clock.add(prompt_at, UPDATE_WITHIN)
    return Plan(
        Purpose.UPDATE,
        channel,
        prompt_at,
        deadline,
        urgent,
        (Content.STEPS, Content.OUTCOME, Content.BY_WHEN),
        (Why.PROMISED_HOUR if promised else Why.STILL_OPEN,),
    )


def plan_report(hours: DutyHours, now: datetime, report_hour: time) -> Plan:
    """The client would rather read the rest in the daily report (§3): it waits for the next one."""
    prompt_at = hours.ours.next_at(now, report_hour)
    return Plan(
        Purpose.UPDATE,
        Channel.DAILY_REPORT,
        prompt_at,
        hours.ours.add(prompt_at, REPORT_GRACE),
        urgent=False,
        must_say=(Content.WHAT_HAPPENED, Content.SOLUTION),
        why=(Why.LEFT_FOR_REPORT,),
    )


def plan_new_hour(hours: DutyHours, now: datetime, old_hour: datetime, *, has_phone: bool) -> Plan:
    """A promise will not be kept in time, or was not: the client is called, if it can be before its hour (§5)."""
    prompt_at = hours.next_moment(now, Channel.PHONE, urgent=True)
    return Plan(
        Purpose.NEW_HOUR,
        Channel.PHONE if has_phone else Channel.EMAIL,
        prompt_at,
        old_hour if old_hour > prompt_at else hours.contact.add(prompt_at, AT_ONCE),
        urgent=True,
        must_say=(Content.WHAT_HAPPENED, Content.STEPS, Content.BY_WHEN),
        why=(Why.NEW_HOUR,),
    )


def plan_improved(
    preferred: Channel | None, hours: DutyHours, now: datetime, *, has_email: bool, has_phone: bool
) -> Plan:
    """What has changed so that it does not come back: good news, told in working time and without hurry (§5)."""
    wanted = preferred if preferred in (Channel.PHONE, Channel.TEXT) else Channel.EMAIL
    channel = reachable_channel(wanted, has_email=has_email, has_phone=has_phone)
    prompt_at = hours.next_moment(now, channel, urgent=False)
    return Plan(
        Purpose.IMPROVED,
        channel,
        prompt_at,
        hours.ours.days_later(prompt_at, IMPROVED_WORKING_DAYS),
        urgent=False,
        must_say=(Content.WHAT_CHANGED, Content.HOW_CONTENT),
        why=(Why.IMPROVED,) if channel is wanted else (Why.IMPROVED, Why.NO_ADDRESS),
    )

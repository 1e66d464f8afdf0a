"""What the rules refuse, as data: ``messages/refusals.py`` has the sentence for each."""

from enum import StrEnum


class Why(StrEnum):
    GUEST = "guest"
    STRANGER = "stranger"
    UNKNOWN_PERSON = "unknown_person"
    NOT_YOURS = "not_yours"
    NOT_FOUND = "not_found"
    CLIENT_NOT_FOUND = "client_not_found"
    CLIENT_EXISTS = "client_exists"
    ALREADY_TOLD = "already_told"
    NOTICE_REPLACED = "notice_replaced"
    REASON_NEEDED = "reason_needed"
    CLOSED = "closed"
    ALREADY_OPEN = "already_open"
    REOPENING_NEEDS_REASON = "reopening_needs_reason"
    NOT_READY_TO_CLOSE = "not_ready_to_close"
    PERSON_GONE = "person_gone"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    NOTHING_CHANGED = "nothing_changed"
    ALREADY_SETTLED = "already_settled"
    ONLY_LEAD = "only_lead"
    ONLY_ADMIN = "only_admin"
    LAST_CONTACT = "last_contact"
    NO_EMAIL = "no_email"
    ON_ITS_WAY = "on_its_way"
    PROMISE_NEEDS_HOUR = "promise_needs_hour"
    PROMISE_NEEDS_WORDS = "promise_needs_words"
    NOT_LATER = "not_later"
    DAY_PAST = "day_past"
    SAME_DAY = "same_day"
    NOT_DONE_YET = "not_done_yet"
    VERIFY_LATER = "verify_later"
    DOER_CANNOT_VERIFY = "doer_cannot_verify"
    PREVENTION_PLANNED = "prevention_planned"
    AMOUNT_UNREADABLE = "amount_unreadable"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_ABSURD = "amount_absurd"
    AMOUNT_NOT_WHOLE = "amount_not_whole"
    YEARS_UNREADABLE = "years_unreadable"
    NOTHING_COSTS_NOTHING = "nothing_costs_nothing"
    FIGURES_IN_WORDS = "figures_in_words"
    NOT_YOUR_OWN = "not_your_own"
    NOTHING_TO_MAKE_UP = "nothing_to_make_up"
    NOBODY_TO_APPROVE = "nobody_to_approve"
    UNKNOWN_CURRENCY = "unknown_currency"
    NAME_TOO_LONG = "name_too_long"
    TOO_MANY_NAMES = "too_many_names"
    CHANGED_SINCE = "changed_since"
    NAMES_A_CULPRIT = "names_a_culprit"
    REVIEW_NOT_OFFERED = "review_not_offered"
    REVIEW_TOO_SOON = "review_too_soon"
    REVIEW_COMES_ANYWAY = "review_comes_anyway"
    REVIEW_NOT_THEIRS = "review_not_theirs"


class Refused(Exception):
    """The rules say no. ``details`` are the facts the sentence needs (who, at, …)."""

    def __init__(self, why: Why, **details: object) -> None:
        super().__init__(why.value)
        self.why = why
        self.details = details


class Unavailable(Exception):
    """Something outside (the database, Slack) did not answer in time; nothing was changed."""

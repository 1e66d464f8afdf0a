"""The tables, by conversation, and which domain object each row becomes.

Every table carries its workspace: several Slack workspaces share one database. "Never twice" is a unique
constraint here, not a check in code. Moments are stored as UTC.
"""

from sqlalchemy.orm import registry, relationship

from bot.domain.amends import Amends
from bot.domain.client import Client, Contact
from bot.domain.client_mail import ClientMail
from bot.domain.commitment import Commitment
from bot.domain.corrective import CorrectiveAction
from bot.domain.daily import DailyReport
from bot.domain.delivery import Delivery
from bot.domain.departure import Departure
from bot.domain.incident import Entry, Incident
from bot.domain.notice import Notice, Proof
from bot.domain.people import Person
from bot.domain.review import Review, ReviewComment
from bot.domain.satisfaction import Satisfaction
from bot.domain.warning import WarningSigns
from bot.store.tables.afterwards import actions, amends, commitments, review_comments, reviews, satisfactions
from bot.store.tables.columns import metadata
from bot.store.tables.firm import clients, contacts, homes, people, settings, wordings, workspaces
from bot.store.tables.incidents import incidents, timeline
from bot.store.tables.outbox import deliveries
from bot.store.tables.telling import client_mails, daily_reports, notices, proofs
from bot.store.tables.watching import departures, warnings

__all__ = [
    "actions",
    "amends",
    "client_mails",
    "clients",
    "commitments",
    "contacts",
    "daily_reports",
    "deliveries",
    "departures",
    "homes",
    "incidents",
    "mapping",
    "metadata",
    "notices",
    "people",
    "proofs",
    "review_comments",
    "reviews",
    "satisfactions",
    "settings",
    "timeline",
    "warnings",
    "wordings",
    "workspaces",
]


def map_domain() -> registry:
    """Teaches SQLAlchemy which row becomes which object. Called once, when this module is first imported."""
    mapping = registry(metadata=metadata)
    mapping.map_imperatively(Person, people)
    mapping.map_imperatively(Contact, contacts)
    mapping.map_imperatively(
        Client,
        clients,
        properties={
            "contacts": relationship(
                Contact, order_by=contacts.c.position, lazy="selectin", cascade="all, delete-orphan"
            )
        },
    )
    for domain_class, table in (
        (Incident, incidents),
        (DailyReport, daily_reports),
        (ClientMail, client_mails),
        (Notice, notices),
        (Proof, proofs),
        (Commitment, commitments),
        (CorrectiveAction, actions),
        (Review, reviews),
        (ReviewComment, review_comments),
        (Amends, amends),
        (Satisfaction, satisfactions),
        (Departure, departures),
        (WarningSigns, warnings),
        (Entry, timeline),
        (Delivery, deliveries),
    ):
        mapping.map_imperatively(domain_class, table)
    return mapping


mapping = map_domain()

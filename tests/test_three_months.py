"""A firm's three months with holidays, a clock change and two outages: every reminder at its right local hour."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.delivery import DeliveryKind
from bot.store import schema
from bot.store.database import Database
from tests.months import Firm, Size, broken, by_the_clock, escalations, expected

pytestmark = pytest.mark.xdist_group("months")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A small firm, after its three months; the whole one is lived by ``python -m tests.bench firm``."""
    folder: Path = tmp_path_factory.mktemp("months")
    database = Database(f"sqlite:///{folder}/incidente.db")
    schema.upgrade(database)
    lived = Firm(database, Size(clients=8, incidents=24, actions=60))
    lived.live()
    yield lived
    database.close()


def test_every_reminder_of_an_action_comes_at_its_hour(firm: Firm) -> None:
    """Told: exactly those that were reckoned apart, day by day, in each owner's own mornings, outages included."""
    told = by_the_clock(firm)
    for action in firm.planned:
        assert told[action.id] == list(expected(action, firm.now)), action
    assert len(firm.planned) >= 50
    assert sum(map(len, told.values())) > 100


def test_the_lead_hears_of_each_hour_that_passed(firm: Firm) -> None:
    """Escalated: exactly the notices that stood untold when their hour had passed, each once, at that hour."""
    told, reckoned = escalations(firm)
    assert told == reckoned
    assert len(told) > 5


def test_each_broken_promise_is_told_at_its_hour(firm: Firm) -> None:
    """Its owner hears, once, of exactly the promises whose hour passed before they were done."""
    told, reckoned = broken(firm)
    assert told == reckoned
    assert told


def test_nothing_is_owed_twice_or_left_behind(firm: Firm) -> None:
    """After three months no delivery waits, nothing due is forgotten, and none was owed twice."""
    assert firm.rows("SELECT count(*) FROM deliveries WHERE state = 'waiting'") == [(0,)]
    hour = firm.now.strftime("%Y-%m-%d %H:%M:%S")
    for table in ("notices", "commitments", "actions", "reviews", "amends", "satisfactions"):
        assert firm.rows(f"SELECT count(*) FROM {table} WHERE next_at <= '{hour}'") == [(0,)]  # noqa: S608
    assert max(Counter(firm.rows("SELECT workspace_id, key FROM deliveries")).values()) == 1
    assert firm.told(DeliveryKind.PROMPT)
    assert firm.told(DeliveryKind.PROMISE)

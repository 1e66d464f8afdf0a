"""A firm of forty clients lives three months: what the clock did, counted, and how long it took."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.delivery import DeliveryState
from bot.store import schema
from bot.store.database import Database
from tests.months import Firm, Size, broken, by_the_clock, escalations, expected

WHOLE = Size(clients=40, incidents=600, actions=1500)
MADRID = ZoneInfo("Europe/Madrid")


def measure(urls: dict[str, str]) -> Iterator[str]:
    """On SQLite: the rules are the same on both, and the tests show that the databases are."""
    del urls
    # In memory where there is such a folder: it is the clock that is measured, not the disk.
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="incidente-firm-", dir=memory if memory.is_dir() else None) as folder:
        database = Database(f"sqlite:///{folder}/firm.db")
        schema.upgrade(database)
        firm = Firm(database, WHOLE)
        start = time.monotonic()
        firm.live()
        took = time.monotonic() - start
        yield f"three months in {took:.0f} s: {firm.beats} beats of the clock"
        yield from (f"  {name}: {number}" for name, number in sorted(firm.happened.items()))
        rows = firm.rows("SELECT kind, count(*) FROM deliveries WHERE state = 'sent' GROUP BY kind ORDER BY kind")
        yield from (f"  delivered, {kind}: {number}" for kind, number in rows)
        told = by_the_clock(firm)
        wrong = [one for one in firm.planned if told[one.id] != list(expected(one, firm.now))]
        hours = Counter(f"{at.astimezone(MADRID):%H:%M}" for each in told.values() for _, at in each)
        yield f"  reminders of actions by Madrid's clock: {dict(hours.most_common())}"
        yield f"  actions whose reminders differ from those reckoned by hand: {len(wrong)} of {len(firm.planned)}"
        for name, (owed, reckoned) in {"escalations": escalations(firm), "broken promises": broken(firm)}.items():
            yield f"  {name}: {len(owed)}, as reckoned by hand: {owed == reckoned}"
        waiting = f"state = '{DeliveryState.WAITING}' AND not_before <= '{firm.now:%Y-%m-%d %H:%M:%S}'"
        left = firm.rows(f"SELECT count(*) FROM deliveries WHERE {waiting}")  # noqa: S608
        yield f"  deliveries left behind: {left[0][0]}"
        database.close()

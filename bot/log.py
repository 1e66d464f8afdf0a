"""Logs: one line an event, as text or as JSON; secrets never reach them."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^@\s]+(?=@)|https://hooks\.slack\.com/\S+")


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub("***", super().format(record))


class _Json(_Line):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
                "level": record.levelname,
                "logger": record.name,
                "message": super().format(record),
            },
            ensure_ascii=False,
        )


def configure(level: str, style: str) -> None:
    """Sets the root logger up, once, on stderr. ``style`` is text or json."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Json("%(message)s") if style == "json" else _Line("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("slack_sdk", "slack_bolt", "apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))

"""The pages people have open are drawn anew when something of theirs changes: theirs, not everybody's.

A page that could not be drawn is no loss: nothing stands only there, and opening it draws it.
"""

import logging
from threading import Lock

from bot.desk import Desk, home
from bot.directory import Directory
from bot.domain.errors import Refused, Unavailable
from bot.slack import Slack, SlackError
from messages import home as words
from messages import refusals
from messages.times import When

log = logging.getLogger(__name__)


class Homes:
    def __init__(self, desk: Desk, slack: Slack, directory: Directory) -> None:
        self._desk, self._slack, self._directory = desk, slack, directory
        self._lock = Lock()
        self._touched: set[tuple[str, str]] = set()

    def touch(self, workspace_id: str, user: str) -> None:
        """Something of this person's has changed; several changes are drawn at once."""
        with self._lock:
            self._touched.add((workspace_id, user))

    def redraw(self) -> None:
        """Draws the pages of whoever was touched and has looked at theirs before."""
        with self._lock:
            touched, self._touched = self._touched, set()
        for workspace_id, user in sorted(touched):
            try:
                if home.has_opened(self._desk, workspace_id, user):
                    self.draw(workspace_id, user)
            except (SlackError, Unavailable) as error:
                log.warning("the page of %s was not drawn: %s", user, error)

    def draw(self, workspace_id: str, user: str, page: int = 1) -> None:
        """Raises SlackError and Unavailable."""
        when = When(self._desk.now(), self._desk.policy.zone)
        try:
            view = words.home(home.look(self._desk, self._directory.actor(workspace_id, user), page), when)
        except Refused as refusal:
            view = words.closed(refusals.sentence(refusal, when))
        self._slack.publish_home(user, view)

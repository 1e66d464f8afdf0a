"""Channels and what is said in them.

Everything that happens on each call (post, update, read one thread) costs the same however long the channel is:
messages are found by timestamp, and the two kinds of order, the channel's and each thread's, are kept as they grow.
"""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["channel", "private", "im"]

_EVER = "9999999999.999999"


def normal_ts(value: str) -> str:
    """A timestamp as ten digits, a dot and six digits, so that text order is time order."""
    seconds, _, micros = str(value).partition(".")
    return f"{int(seconds or 0):010d}.{(micros or '0')[:6].ljust(6, '0')}"


@dataclass
class Channel:
    """One conversation; ``with_user`` is the person on the other side of a direct message with the bot."""

    id: str
    name: str
    kind: Kind
    members: set[str] = field(default_factory=set)
    topic: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    created: int = 0
    messages: dict[str, Json] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    # What a message looked like before its last change: a person may press what has just been replaced.
    before: dict[str, list[Json]] = field(default_factory=dict)

    def add(self, message: Json) -> None:
        """Store a message whose ``ts`` is new here."""
        ts, parent = message["ts"], message.get("thread_ts")
        self.messages[ts] = message
        if parent and parent != ts:
            insort(self.replies.setdefault(parent, []), ts)
        if not parent or parent == ts or message.get("subtype") == "thread_broadcast":
            insort(self.roots, ts)

    def remove(self, ts: str) -> Json:
        """Take a message out; raises KeyError when there is none."""
        message = self.messages.pop(ts)
        self.before.pop(ts, None)
        parent = message.get("thread_ts")
        for order in (self.roots, self.replies.get(parent, []) if parent else []):
            place = bisect_left(order, ts)
            if place < len(order) and order[place] == ts:
                del order[place]
        return message

    def shown(self, message: Json, *, metadata: bool = False) -> Json:
        """A copy as Slack gives it: thread figures on a parent, metadata only when asked for."""
        shown = dict(message)
        if not metadata:
            shown.pop("metadata", None)
        answers = self.replies.get(message["ts"])
        if answers:
            people = list(dict.fromkeys(self.messages[ts]["user"] for ts in answers))
            shown |= {
                "thread_ts": message["ts"],
                "reply_count": len(answers),
                "reply_users": people[:5],
                "reply_users_count": len(people),
                "latest_reply": answers[-1],
            }
        return shown

    def page(
        self,
        order: list[str],
        oldest: str | None,
        latest: str | None,
        *,
        inclusive: bool,
        newest_first: bool,
        limit: int,
    ) -> tuple[list[str], bool]:
        """Timestamps between two moments, at most ``limit``, and whether there are more."""
        low = normal_ts(oldest) if oldest else ""
        high = normal_ts(latest) if latest else _EVER
        start = (bisect_left if inclusive else bisect_right)(order, low)
        end = (bisect_right if inclusive else bisect_left)(order, high)
        if end - start <= limit:
            chosen = order[start:end]
        else:
            chosen = order[end - limit : end] if newest_first else order[start : start + limit]
        return (chosen[::-1] if newest_first else chosen), end - start > limit

    def unread(self, user: str) -> int:
        """How many messages of the channel itself came after the person last looked."""
        return len(self.roots) - bisect_right(self.roots, self.read.get(user, ""))

"""The two ways of saying no: Slack's to the bot, and the workspace's to a person."""

from typing import Any


class SlackError(Exception):
    """A Web API answer with ``ok: false``.

    ``name`` is Slack's own error name, ``messages`` become ``response_metadata.messages``, and everything in
    ``extra`` is put beside them in the answer (``needed`` and ``provided``, for example).
    """

    def __init__(self, name: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(name)
        self.name = name
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """The body that Slack would send."""
        body: dict[str, Any] = {"ok": False, "error": self.name, **self.extra}
        if self.messages:
            body["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
            body["response_metadata"] = {"messages": self.messages}
        return body


class DemoError(Exception):
    """Something a person cannot do in the workspace; ``name`` says what, ``page/ui`` turns it into a sentence."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

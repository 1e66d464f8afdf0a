"""The command line as somebody at a terminal meets it, in one process with the tests."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.__main__ import main

Said = tuple[int, str, str]


class Shell:
    """Runs a command in an empty folder with an environment of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._monkeypatch, self._capsys, self.folder = monkeypatch, capsys, folder
        monkeypatch.chdir(folder)

    def __call__(self, *arguments: str, stdin: bytes | str = b"", **environment: str) -> Said:
        for name, value in environment.items():
            self._monkeypatch.setenv(name, value)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        status = main(arguments)
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def answers(self, *arguments: str, stdin: bytes | str) -> list[dict[str, object]]:
        status, out, err = self(*arguments, stdin=stdin)
        assert (status, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]


@contextmanager
def at_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> Iterator[Shell]:
    """A shell; the logging that ``run`` and ``check`` set up for themselves is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield Shell(monkeypatch, capsys, folder)
    root.handlers[:] = handlers
    root.setLevel(level)

"""Lists of plain words that the rules look things up in, shipped as ``lists.txt``."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _sections() -> dict[str, frozenset[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in Path(__file__).with_name("lists.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line[1:-1], [])
        elif not line.startswith("//"):
            current.extend(line.split())
    return {name: frozenset(words) for name, words in sections.items()}


def load_words(name: str) -> frozenset[str]:
    """The words of one section of ``lists.txt``; KeyError when there is no such section."""
    return _sections()[name]

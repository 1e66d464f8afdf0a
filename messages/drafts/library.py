"""The templates: where they are kept, and what a workspace's own version of one may contain.

A template is text with ``{{ words }}``, ``{% if %}`` and, in the daily report, ``{% for %}``; nothing that computes.
Everything else is refused when it is checked, with its line, so that a slip is found when it is saved and not
when somebody has to call a client.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import normalize

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from messages.drafts.values import known_words
from messages.drafts.wording import one_line

#: Sentences that several templates share; each is rendered first and then used as one more word.
PARTS = ("responsabilidad", "reconocerlo", "pasos", "presupuesto", "encargo", "plazo", "noticias", "localizarme")
AVOID = "evitar"
#: How an e-mail's first line and a call's points begin.
SUBJECT = "Asunto:"
POINT = "- "

_ITEM = frozenset({"hechos", "medidas"})
_LISTS = frozenset({"solucionados", "pendientes"})
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_ALONE = re.compile(r"^[ \t]*(\{%[^%\n]*|\{#[^\n]*?)(%\}|#\})[ \t]*\n", re.MULTILINE)
_OPENS = re.compile(r"\{%-?\s*(?:if|for)\b")
_CLOSES = re.compile(r"\{%-?\s*end(?:if|for)\b")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.For,
    nodes.Getattr,
    nodes.Not,
    nodes.And,
    nodes.Or,
)


class TemplateError(ValueError):
    """A workspace's own template does not work. ``reason`` is a plain Spanish sentence; ``line`` starts at 1."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"«{name}», línea {line}: {reason}")
        self.name = name
        self.line = line
        self.reason = reason


@cache
def names() -> tuple[str, ...]:
    """Every template's name, in alphabetical order."""
    folder = files("messages.drafts.templates")
    return tuple(sorted(entry.name.removesuffix(".j2") for entry in folder.iterdir() if entry.name.endswith(".j2")))


@cache
def source(name: str) -> str:
    """The shipped text of a template. Raises KeyError for an unknown name."""
    if name not in names():
        raise KeyError(name)
    return files("messages.drafts.templates").joinpath(f"{name}.j2").read_text(encoding="utf-8")


def check(name: str, text: str) -> None:
    """Raises TemplateError where ``text`` cannot be the template called ``name``."""
    compiled(name, text)


def render(name: str, values: Mapping[str, object], overrides: Mapping[str, str]) -> str:
    """The template's text with its words and parts filled in; a workspace's own version goes before ours."""
    found = compiled(name, overrides[name] if name in overrides else source(name))
    parts = {part: one_line(render(part, values, overrides)) for part in PARTS if part in found.words}
    return found.template.render({**values, **parts})


@dataclass(frozen=True)
class Compiled:
    """A checked template and the words that it uses."""

    template: Template
    words: frozenset[str]


@lru_cache(maxsize=512)
def compiled(name: str, text: str) -> Compiled:
    """Raises TemplateError."""
    if name not in names():
        raise TemplateError(name, 1, "no hay ningún texto con ese nombre.")
    text = normalize("NFC", text)
    try:
        tree = _environment().parse(_alone_on_its_line(text))
    except TemplateSyntaxError as error:
        raise TemplateError(name, error.lineno, _syntax_reason(text)) from error
    _look(name, tree, _words(name), frozenset())
    _check_shape(name, _COMMENT.sub("", text))
    used = frozenset(found.name for found in tree.find_all(nodes.Name))
    return Compiled(_environment().from_string(tree), used)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # Plain text comes out of these templates, so nothing is escaped here: whoever shows it as HTML does that.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined)


def _alone_on_its_line(text: str) -> str:
    """A tag or remark alone on its line leaves no empty line behind; the line count stays, for error messages.

    The template engine's own way of doing this also swallows the end of a line of text that ends in a tag.
    """
    return _ALONE.sub(r"\1\n\2", "\n".join(text.splitlines()) + "\n")


def _words(name: str) -> frozenset[str]:
    return known_words() if name in (*PARTS, AVOID) else known_words() | set(PARTS)


def _look(name: str, node: nodes.Node, known: frozenset[str], items: frozenset[str]) -> None:
    """Walks the template: every word must exist, and nothing but the allowed pieces may stand in it."""
    if not isinstance(node, _ALLOWED):
        raise TemplateError(name, node.lineno, "aquí solo caben palabras entre llaves, «if» y «for».")
    if isinstance(node, nodes.For):
        _look_at_loop(name, node, known, items)
        return
    if isinstance(node, nodes.Getattr):
        if not (isinstance(node.node, nodes.Name) and node.node.name in items and node.attr in _ITEM):
            raise TemplateError(name, node.lineno, "después del punto solo puede ir «hechos» o «medidas».")
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        raise TemplateError(name, node.lineno, _unknown(node.name, known))
    for child in node.iter_child_nodes():
        _look(name, child, known, items)


def _look_at_loop(name: str, node: nodes.For, known: frozenset[str], items: frozenset[str]) -> None:
    plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name) and node.iter.name in _LISTS
    if not plain or node.test or node.recursive or items:
        raise TemplateError(name, node.lineno, "«for» solo puede recorrer «solucionados» o «pendientes».")
    assert isinstance(node.target, nodes.Name)  # noqa: S101 - the type checker cannot see it through ``plain``
    for child in (*node.body, *node.else_):
        _look(name, child, known, items | {node.target.name})


def _unknown(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    hint = f" ¿Querías decir «{near[0]}»?" if near else ""
    return f"la palabra «{word}» no existe.{hint}"


def _syntax_reason(text: str) -> str:
    """The template language speaks English; what usually lies behind is said in Spanish."""
    if text.count("{%") != text.count("%}") or text.count("{{") != text.count("}}"):
        return "falta cerrar alguna llave: {{ … }} o {% … %}."
    if len(_OPENS.findall(text)) != len(_CLOSES.findall(text)):
        return "cada «if» necesita su «endif» y cada «for» su «endfor»."
    return "hay algo entre llaves que no se entiende."


def _check_shape(name: str, text: str) -> None:
    lines = [line.strip() for line in text.strip().splitlines()]
    if name.endswith("-correo") and not (lines and lines[0].startswith(SUBJECT)):
        raise TemplateError(name, 1, f"el correo tiene que empezar por una línea con «{SUBJECT}».")
    if name.endswith(("-llamada", AVOID)) and not any(line.startswith(POINT) for line in lines):
        raise TemplateError(name, 1, "faltan los puntos: líneas que empiezan por un guion.")

"""The house keeps its order (house.md): who may import whom, what every table carries, how long a file may grow."""

import ast
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import bot
from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata

ROOT = Path(bot.__file__).parent.parent
PACKAGES = ("bot", "handlers", "messages", "migrations")
MOST_LINES = 300


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions; ``from a import b`` counts as ``a`` and ``a.b``."""
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{name.name}" for name in node.names)


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in packages)


SLACK = ("slack_bolt", "slack_sdk")
#: Who must never import what (house.md), by folder or module.
FORBIDDEN = {
    "messages": ("bot.store", "bot.desk", "bot.settings", "handlers", "sqlalchemy", *SLACK),
    "handlers": ("bot.store", "bot.settings", "sqlalchemy", "apscheduler"),
    "bot.desk": ("messages", "handlers", *SLACK),
    "bot.store": ("bot.desk", "messages", "handlers", *SLACK),
}


@pytest.mark.parametrize("who", FORBIDDEN)
def test_nobody_looks_where_they_must_not(who: str) -> None:
    """Words know no tables, listeners no database, use cases neither words nor Slack."""
    wrong = {
        f"{module_of(path)} imports {module}"
        for path in files(*PACKAGES)
        if within(module_of(path), (who,))
        for module in imports(path)
        if within(module, FORBIDDEN[who])
    }
    assert not wrong


def test_the_domain_stands_on_the_standard_library_alone() -> None:
    """The rules can be read, tested and trusted without Slack, a database or any package."""
    allowed = (*sys.stdlib_module_names, "bot.domain")
    wrong = {
        f"{module_of(path)} imports {module}"
        for path in files("bot/domain")
        for module in imports(path)
        if not within(module, allowed)
    }
    assert not wrong


#: Outside pieces that the domain must not reach even though they come with Python: it is told the time, it asks nobody.
WORLD = ("sqlite3", "socket", "http", "urllib", "subprocess", "random", "secrets", "threading", "logging")


def test_the_domain_asks_nothing_of_the_world_outside() -> None:
    """No clock, no network, no chance: the same question always gets the same answer."""
    for path in files("bot/domain"):
        assert not [module for module in imports(path) if within(module, WORLD)], path
        tree = tree_of(path)
        called = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not called & {"now", "utcnow", "today", "getenv", "perf_counter", "monotonic"}, path


#: Besides ``bot.app`` itself: who may wire or hold a whole bot, and why.
WIRED = {
    "bot.__main__": "the command line starts it",
    "bot.errands": "the command line's own work with a firm's data: the same bot, never started",
    "bot.web": "gunicorn's worker builds its own bot, so that its threads and connections are its own",
    "bot.demo.run": "the local workspace starts the unchanged bot beside itself",
    "bot.demo.firm": "lives the firm's past week through the bot's own use cases",
}


def test_only_the_entrances_know_the_whole_bot() -> None:
    """Nobody but the wiring and what starts it imports the listeners or ``bot.app``."""
    found = {
        module_of(path)
        for path in files(*PACKAGES)
        for module in imports(path)
        if within(module, ("handlers", "bot.app")) and not within(module_of(path), ("handlers", "bot.app"))
    }
    assert found == set(WIRED)


def test_the_product_does_not_lean_on_the_demo() -> None:
    """``bot.demo`` may be left out of an installation: only the command that starts it imports it."""
    found = {
        module_of(path)
        for path in files(*PACKAGES)
        for module in imports(path)
        if within(module, ("bot.demo", "aiohttp", "fastjsonschema")) and not within(module_of(path), ("bot.demo",))
    }
    assert found == {"bot.__main__"}


def test_every_table_carries_its_workspace() -> None:
    """Several workspaces share one database: each row says whose it is, and never without."""
    for table in metadata.sorted_tables:
        column = table.c.id if table.name == "workspaces" else table.c.workspace_id
        assert not column.nullable, table.name


def test_the_migrations_make_exactly_the_tables(database_url: str) -> None:
    """A database brought up by the migrations differs in nothing from what the code expects."""
    database = Database(database_url)
    with database.engine.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_object": schema.is_a_table_of_ours}
        context = MigrationContext.configure(connection, opts=opts)
        differences = compare_metadata(context, metadata)
    database.close()
    assert not differences


#: Files that are one long list, where looking something up is easier than in two.
ONE_LONG_LIST = {"bot.store.tables": "every column of the schema, a line each"}


def code_lines(path: Path) -> int:
    """Lines that do something: no blank ones, comments or docstrings."""
    with tokenize.open(path) as stream:
        tokens = list(tokenize.generate_tokens(stream.readline))
    tree = tree_of(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    strings = {
        node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and ast.get_docstring(node) is not None
    }
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokens:
        if token.type not in silent and not (token.type == tokenize.STRING and token.start[0] in strings):
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines)


def test_no_file_holds_two_conversations() -> None:
    """A file of more than 300 lines of code is two; migrations, which list columns, only ever grow longer."""
    lines = {module_of(path): code_lines(path) for path in files("bot", "handlers", "messages")}
    assert {name for name, count in lines.items() if count > MOST_LINES} <= set(ONE_LONG_LIST)


def test_every_test_says_what_it_shows() -> None:
    """Each test has its sentence, so that a failure reads as the promise that was broken."""
    silent = [
        f"{path.name}: {node.name}"
        for path in files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_module_says_what_it_holds() -> None:
    """Each file with code in it begins with a sentence on what it is for."""
    silent = [
        module_of(path)
        for path in files(*PACKAGES, "tests")
        if (tree := tree_of(path)).body and not ast.get_docstring(tree)
    ]
    assert not silent


def test_nothing_else_lies_at_the_top() -> None:
    """The top of the house is fixed (house.md): what a newcomer sees first is what there is."""
    fixed = {"pyproject.toml", "README.md", "bot", "handlers", "messages", "migrations", "tests"}
    made = {"incidente.egg-info", "build"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - made
    assert found - fixed == set()

"""Settings: the example lists every one, a wrong one is said in one line, and secrets stay secret."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError

import bot
from bot import log
from bot.settings import Settings
from messages import cli

EXAMPLE = Path(bot.__file__).parent.parent / ".env.example"
SECRETS = {
    "slack_bot_token": "xoxb-1234567890-abcdefghij",
    "slack_app_token": "xapp-1-A012345-987654-abcdef",
    "slack_signing_secret": "8f742231b10e8888abcd99yyyzzz85a5",
    "slack_client_secret": "f3f9d1e2a4b5c6d7e8f9a0b1c2d3e4f5",
    "database_url": "postgresql+psycopg://bot:hunter2-secret@db.example/incidente",
    "smtp_url": "smtp://bot:letmein-secret@mail.example:587",
}
SECRET_PARTS = [*(value for name, value in SECRETS.items() if "url" not in name), "hunter2-secret", "letmein-secret"]


def test_the_example_lists_every_setting_and_nothing_else() -> None:
    """Whoever copies the example sees all there is to set; a setting added or renamed shows up here."""
    listed = {name.lower() for name in dotenv_values(EXAMPLE)}
    assert listed == set(Settings.model_fields)


def test_every_setting_of_the_example_has_a_comment() -> None:
    """Each group of settings is explained in the lines above it."""
    groups = re.split(r"\n\n+|\n(?=#)", EXAMPLE.read_text(encoding="utf-8"))
    for group in groups:
        if re.search(r"^[A-Z_]+=", group, re.MULTILINE):
            assert group.lstrip().startswith("#"), group


def test_the_example_loads_as_it_is() -> None:
    """An untouched copy is valid, and its empty lines mean the default."""
    settings, plain = Settings(_env_file=EXAMPLE), Settings(_env_file=None)
    assert settings.slack_bot_token is None
    assert settings.admins == ()
    changed = {name for name in Settings.model_fields if getattr(settings, name) != getattr(plain, name)}
    assert changed == {"holidays"}, "a default of the example that is not the code's"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``.env`` beside the process is read, and the environment has the last word."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("TIMEZONE=America/Bogota\nHOLIDAYS=CO\nADMINS=U1, U2 U3\n", encoding="utf-8")
    monkeypatch.setenv("HOLIDAYS", "MX")
    settings = Settings()
    assert (settings.timezone, settings.holidays, settings.admins) == ("America/Bogota", "MX", ("U1", "U2", "U3"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TIMEZONE", "la de casa", "Europe/Madrid"),
        ("TIMEZONE", "../../etc/passwd", "Europe/Madrid"),
        ("WORKING_HOURS", "de nueve a dos", "L-V 09:00-14:00"),
        ("WORKING_HOURS", "L-V 14:00-09:00", "L-V 09:00-14:00"),
        ("HOLIDAYS", "España", "ES-MD"),
        ("HOLIDAYS", "ES-XX", "ES-MD"),
        ("DATABASE_URL", "una base", "sqlite:///"),
        ("DATABASE_URL", "mysql://bot:hunter2@db/incidente", "postgresql+psycopg://"),
        ("LOG_LEVEL", "verbose", "INFO"),
        ("LOG_FORMAT", "xml", "json"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the setting, says in Spanish how to write it, and does not repeat what may be a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as wrong:
        Settings(_env_file=None)
    assert value not in str(wrong.value)
    (error,) = wrong.value.errors()
    line = cli.bad_setting(error)
    assert line.startswith(f"{name}: ")
    assert said in line
    assert "\n" not in line
    assert value not in line.partition(": ")[2]
    assert not re.search(r"\b(is|not|the|should|input|write|cannot|or|error)\b", line.partition(": ")[2])


def full() -> Settings:
    secrets: dict[str, Any] = {name: SecretStr(value) for name, value in SECRETS.items()}
    return Settings(_env_file=None, **secrets)


def test_secrets_show_in_no_printing_of_the_settings() -> None:
    """Printed, dumped or in a traceback, the settings keep their secrets."""
    settings = full()
    for text in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert not [part for part in SECRET_PARTS if part in text]
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == SECRETS["slack_bot_token"]


def test_every_setting_that_sounds_secret_is_kept_as_one() -> None:
    """A setting whose name says token, secret or URL with a password is never a plain text."""
    for name, field in Settings.model_fields.items():
        if re.search(r"token|secret|password|database_url|smtp_url", name):
            assert "SecretStr" in str(field.annotation), name


@pytest.fixture
def _own_logging() -> Iterator[None]:
    """Puts the logging of the process back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("_own_logging")
@pytest.mark.parametrize("style", ["text", "json"])
def test_secrets_never_reach_the_log(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Tokens, passwords in addresses and answer addresses are blotted out, in messages and in tracebacks."""
    log.configure("DEBUG", style)
    told = logging.getLogger("bot.test")
    told.info("token %s and %s", SECRETS["slack_bot_token"], SECRETS["slack_app_token"])
    told.info("could not reach %s nor %s", SECRETS["database_url"], SECRETS["smtp_url"])
    told.info("answering https://hooks.slack.com/commands/T1/123/abcDEF")
    try:
        raise ConnectionError(f"refused: {SECRETS['database_url']}")
    except ConnectionError:
        told.exception("failed")
    text = capsys.readouterr().err
    tokens = [SECRETS["slack_bot_token"], SECRETS["slack_app_token"]]
    assert not [secret for secret in (*tokens, "hunter2-secret", "letmein-secret", "abcDEF") if secret in text]
    assert "db.example" in text, "what is not secret stays readable"
    if style == "json":
        lines = [json.loads(line) for line in text.splitlines()]
        assert [line["level"] for line in lines] == ["INFO", "INFO", "INFO", "ERROR"]


@pytest.mark.usefixtures("_own_logging")
def test_the_log_keeps_to_its_level(capsys: pytest.CaptureFixture[str]) -> None:
    """What is below the level is not written, and the libraries' chatter only from warnings on."""
    log.configure("INFO", "text")
    logging.getLogger("bot.test").debug("detalle")
    logging.getLogger("slack_sdk").info("cháchara")
    logging.getLogger("apscheduler").warning("aviso")
    text = capsys.readouterr().err
    assert "aviso" in text
    assert "detalle" not in text
    assert "cháchara" not in text

"""Settings: the environment, or a ``.env`` file beside the process. `.env.example` lists every one.

What a workspace can change at run time lives in the database; what stands here is its default.
Why a value is refused is said by ``messages/cli.py``, setting by setting.
"""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot import calendars
from bot.domain.working_time import HoursError, WeeklyHours


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone")
    return name


def _hours(text: str) -> str:
    try:
        WeeklyHours.parse(text)
    except HoursError as error:
        raise ValueError("not weekly hours") from error
    return text


def _holidays(code: str) -> str:
    if not calendars.is_known(code):
        raise ValueError("not a country or region with known holidays")
    return code


def _database(url: SecretStr) -> SecretStr:
    try:
        driver = make_url(url.get_secret_value()).drivername
    except ArgumentError as error:
        raise ValueError("not a database address") from error
    if driver not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("not a database this runs on")
    return url


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


class Settings(BaseSettings):
    """One instance per process, made in ``bot.app`` or ``bot.terminal``; never at import time."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,  # what was typed may be a secret
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"

    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///incidente.db")

    incidents_channel: str = ""
    digest_channel: str = ""
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Madrid"
    working_hours: Annotated[str, AfterValidator(_hours)] = WeeklyHours.DEFAULT_TEXT
    holidays: Annotated[str, AfterValidator(_holidays)] = ""
    admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = ()

    smtp_url: SecretStr | None = None
    mail_from: str = ""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

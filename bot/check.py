"""`check`: tries settings, database, token, scopes and channels, one finding each, with what to do about it."""

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import Unavailable
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from messages import checking as words


@dataclass(frozen=True)
class Finding:
    topic: str
    ok: bool
    detail: str


def run(settings: Settings) -> list[Finding]:
    """Every finding, in the order a newcomer would mend them."""
    findings = [*_settings(settings), _database(settings)]
    if settings.slack_bot_token is not None:
        client = WebClient(
            token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, retry_handlers=[]
        )
        findings += _slack(client, settings)
    if settings.slack_app_token is not None:
        findings.append(_socket(settings.slack_app_token.get_secret_value(), settings.slack_api_url))
    return findings


def _settings(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token is not None
    way = settings.slack_app_token is not None or settings.slack_signing_secret is not None
    return [
        Finding("SLACK_BOT_TOKEN", token, words.SET if token else words.NO_BOT_TOKEN),
        Finding("SLACK_APP_TOKEN / SLACK_SIGNING_SECRET", way, words.SET if way else words.NO_WAY_IN),
        Finding("ADMINS", bool(settings.admins), words.SET if settings.admins else words.NO_ADMINS),
    ]


def _database(settings: Settings) -> Finding:
    database = Database(settings.database_url.get_secret_value())
    try:
        current = schema.is_current(database)
    except (Unavailable, OSError) as error:
        return Finding("DATABASE_URL", False, words.no_database(type(error).__name__))
    except Exception as error:  # whatever the driver says, it is one finding and not a traceback
        return Finding("DATABASE_URL", False, words.no_database(type(error).__name__))
    finally:
        database.close()
    return Finding("DATABASE_URL", current, words.CURRENT if current else words.OLD_SCHEMA)


def _slack(client: WebClient, settings: Settings) -> list[Finding]:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        return [Finding("Slack", False, words.bad_token(str(error.response["error"])))]
    except OSError:
        return [Finding("Slack", False, words.NO_SLACK)]
    findings = [Finding("Slack", True, words.connected(str(answer["team"]), str(answer["user"])))]
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")} - {""}
    if granted:
        missing = sorted(set(SCOPES) - granted)
        findings.append(Finding("Permisos", not missing, words.scopes(missing)))
    findings.append(_channel(client, "INCIDENTS_CHANNEL", settings.incidents_channel))
    findings.append(_channel(client, "DIGEST_CHANNEL", settings.digest_channel))
    return findings


def _channel(client: WebClient, name: str, channel: str) -> Finding:
    if not channel:
        return Finding(name, name != "INCIDENTS_CHANNEL", words.NO_CHANNEL)
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        return Finding(name, False, words.bad_channel(str(error.response["error"])))
    except OSError:
        return Finding(name, False, words.NO_SLACK)
    if found.get("is_archived"):
        return Finding(name, False, words.ARCHIVED)
    if not found.get("is_member"):
        return Finding(name, False, words.not_invited(str(found.get("name", channel))))
    if found.get("is_ext_shared"):
        return Finding(name, False, words.SHARED)
    return Finding(name, True, words.channel(str(found.get("name", channel))))


def _socket(app_token: str, base_url: str) -> Finding:
    client = WebClient(base_url=base_url, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return Finding("SLACK_APP_TOKEN", False, words.bad_app_token(str(error.response["error"])))
    except OSError:
        return Finding("SLACK_APP_TOKEN", False, words.NO_SLACK)
    return Finding("SLACK_APP_TOKEN", True, words.SOCKET)

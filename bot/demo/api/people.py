"""users.*, bots.info, team.info, auth.test, api.test and the way into Socket Mode."""

import secrets

from ..channels import Json
from ..core import Core
from ..errors import SlackError
from .registry import Args, cut_page, flag, method, text_arg


@method("api.test")
def api_test(core: Core, args: Args) -> Json:  # noqa: ARG001 - every method has the same form
    """Nothing but an answer; ``error`` asks for a failed one."""
    if args.get("error"):
        raise SlackError(text_arg(args, "error"))
    return {"args": {name: str(value) for name, value in args.items()}}


@method("auth.test")
def auth_test(core: Core, args: Args) -> Json:  # noqa: ARG001
    """Who the token belongs to."""
    workspace = core.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def connections_open(core: Core, args: Args) -> Json:  # noqa: ARG001
    """Where to connect for Socket Mode; the ticket lets one client in, once."""
    ticket = secrets.token_hex(12)
    core.socket_tickets.add(ticket)
    return {"url": f"{core.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={core.workspace.app_id}"}


@method("team.info")
def team_info(core: Core, args: Args) -> Json:  # noqa: ARG001
    """The workspace."""
    workspace = core.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}}


@method("bots.info")
def bots_info(core: Core, args: Args) -> Json:
    """The bot."""
    workspace = core.workspace
    if args.get("bot") not in (None, workspace.bot_id):
        raise SlackError("bot_not_found")
    bot = workspace.bot
    return {
        "bot": {
            "id": workspace.bot_id,
            "deleted": False,
            "name": bot.name,
            "app_id": workspace.app_id,
            "user_id": bot.id,
            "updated": int(core.clock().timestamp()),
        }
    }


@method("users.info", "user")
def users_info(core: Core, args: Args) -> Json:
    """One account."""
    member = core.workspace.members.get(text_arg(args, "user"))
    if member is None:
        raise SlackError("user_not_found")
    return {"user": member.as_slack(core.clock(), locale=flag(args, "include_locale"))}


@method("users.list")
def users_list(core: Core, args: Args) -> Json:
    """Every account."""
    now = core.clock()
    page, following = cut_page(list(core.workspace.members.values()), args)
    locale = flag(args, "include_locale")
    rows = [member.as_slack(now, locale=locale) for member in page]
    return {"members": rows, "cache_ts": int(now.timestamp()), "response_metadata": following}

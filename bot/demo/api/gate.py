"""The gate in front of the Web API: arguments, tokens, scopes, troubles, and the record of calls."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from ..channels import Json
from ..core import Core
from ..errors import SlackError
from ..faults import Call, Fault
from . import chat, conversations, files, people, views  # noqa: F401 - they fill the table of methods
from .registry import METHODS, Args, granted, need_scope

# Arguments that forms carry as JSON in text; anything else stays text.
_JSON_ARGUMENTS = ("blocks", "attachments", "view", "metadata", "files")


class CutConnection(Exception):
    """The connection is to be cut without an answer."""


async def read_arguments(request: web.Request) -> Args:
    """The arguments of a call, from a form or a JSON body, and the token from wherever it is."""
    kind = request.content_type
    args: Args = dict(request.query)
    if kind == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        args |= body
    elif kind == "multipart/form-data":
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    else:
        args |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    for name in _JSON_ARGUMENTS:
        if isinstance(args.get(name), str) and args[name]:
            args[name] = _decoded(name, args[name])
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer "):
        args["token"] = authorization.removeprefix("Bearer ")
    return args


def _decoded(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        errors = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise SlackError(errors.get(name, "invalid_arguments")) from None


def _check_token(core: Core, name: str, token: Any) -> None:
    secrets = core.secrets
    if not token:
        raise SlackError("not_authed")
    if token not in (secrets.bot_token, secrets.app_token):
        raise SlackError("invalid_auth")
    if (token == secrets.app_token) != (name == "apps.connections.open") and name != "api.test":
        raise SlackError("not_allowed_token_type")


def _perform(core: Core, name: str, args: Args) -> Json:
    found = METHODS.get(name)
    if found is None:
        raise SlackError("unknown_method")
    if name != "api.test":
        _check_token(core, name, args.get("token"))
        if name != "apps.connections.open":
            need_scope(core, name, args)
    missing = [one for one in found.required if args.get(one) in (None, "")]
    if missing:
        raise SlackError(
            _MISSING.get(missing[0], "invalid_arguments"),
            [f"[ERROR] missing required field: {one} [json-pointer:/{one}]" for one in missing],
        )
    with core.workspace.lock:
        return found.handler(core, args)


# Slack answers a missing channel as one that it cannot find; the rest of the arguments are just invalid.
_MISSING = {"channel": "channel_not_found"}


async def call(core: Core, request: web.Request) -> web.Response:
    """Answer one Web API call."""
    name = request.match_info["method"]
    return await _guarded(core, request, name, lambda args: _perform(core, name, args))


async def use_response_url(core: Core, request: web.Request, answer: Callable[[Args], Json]) -> web.Response:
    """Answer one use of a response URL, with the same record and the same troubles."""
    response = await _guarded(core, request, "response_url", answer)
    if response.status == 200 and core.calls[-1].error in {"invalid_url", "expired_url", "used_url"}:
        response.set_status(404)
    return response


async def _guarded(core: Core, request: web.Request, name: str, work: Callable[[Args], Json]) -> web.Response:
    record = Call(name, {}, core.clock())
    core.calls.append(record)
    try:
        args = await read_arguments(request)
        record.arguments = {key: value for key, value in args.items() if key != "token"}
        if core.latency:
            await asyncio.sleep(core.latency)
        fault = core.faults.take(name)
        if fault is not None and not fault.is_after:
            return await _trouble(fault, record)
        body = {"ok": True, **work(args)}
        record.ok = True
        if fault is not None:  # it has happened, and nobody hears of it
            return await _trouble(fault, record)
    except SlackError as error:
        record.ok, record.error = False, error.name
        return _refused(error)
    except CutConnection:
        record.ok = bool(record.ok)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    return web.Response(
        body=json.dumps(body).encode(),
        content_type="application/json",
        headers={"x-oauth-scopes": ",".join(sorted(granted(core)))},
    )


def _refused(error: SlackError) -> web.Response:
    extra = error.extra
    if error.name == "ratelimited":
        headers = {"Retry-After": str(extra.get("retry_after", 1))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    return web.json_response(error.answer())


async def _trouble(fault: Fault, record: Call) -> web.Response:
    """Answer as the fault says, or not at all; ``record.ok`` tells whether the call has taken effect."""
    match fault.kind:
        case "hang" | "hang_after":
            await asyncio.sleep(fault.seconds)
            raise CutConnection
        case "status_500" | "status_500_after":
            record.ok, record.error = bool(record.ok), "status_500"
            return web.Response(status=500, text="Internal Server Error")
        case "status_429":
            raise SlackError("ratelimited", retry_after=fault.retry_after)
        case "drop_before" | "drop_after":
            raise CutConnection
        case kind:
            raise SlackError(kind.removeprefix("error:"))

"""views.*: modals and App Home."""

from typing import Any

from .. import strict
from ..channels import Json
from ..core import Core
from ..errors import SlackError
from ..views import STACK, OpenView
from .registry import Args, method, text_arg


def checked_view(core: Core, view: Any, *kinds: str, ignore: OpenView | None = None) -> Json:
    """A view as the app sent it; raises SlackError when Slack would not take it."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    wrong = strict.check_view(view)
    if any("view_too_large" in line for line in wrong):
        raise SlackError("view_too_large")
    if wrong:
        raise SlackError("invalid_arguments", wrong)
    if view["type"] not in kinds:
        raise SlackError("invalid_arguments", ["[ERROR] must be a valid enum value [json-pointer:/view/type]"])
    external = view.get("external_id")
    other = core.workspace.views.by_external_id(external) if external else None
    if other is not None and other is not ignore:
        raise SlackError("duplicate_external_id")
    return dict(view)


@method("views.open", "trigger_id", "view")
def open_view(core: Core, args: Args) -> Json:
    """A modal for the person whose action gave the trigger; it takes the place of any other."""
    view = checked_view(core, args["view"], "modal")
    trigger = core.tickets.exchange(text_arg(args, "trigger_id"))
    core.workspace.views.clear(trigger.user)
    return _shown(core, core.make_view(trigger.user, view))


@method("views.push", "trigger_id", "view")
def push_view(core: Core, args: Args) -> Json:
    """A modal on top of the one in which the person acted."""
    view = checked_view(core, args["view"], "modal")
    trigger = core.tickets.exchange(text_arg(args, "trigger_id"))
    stack = core.workspace.views.stack(trigger.user)
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    return _shown(core, core.make_view(trigger.user, view, above=stack[-1] if stack else None))


def _shown(core: Core, opened: OpenView) -> Json:
    core.workspace.views.push(opened)
    core.show_views(opened.user)
    return {"view": opened.as_slack()}


@method("views.update", "view")
def update_view(core: Core, args: Args) -> Json:
    """Other content for a view that is open, found by ``view_id`` or ``external_id``."""
    views = core.workspace.views
    if args.get("view_id"):
        opened = views.find(text_arg(args, "view_id"))
    elif args.get("external_id"):
        opened = views.by_external_id(text_arg(args, "external_id"))
    else:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id [json-pointer:/view_id]"])
    kind = opened.view["type"] if opened else "modal"
    view = checked_view(core, args["view"], kind, ignore=opened)
    if opened is None:
        raise SlackError("not_found")
    _same_hash(opened, args)
    core.make_view(opened.user, view, instead=opened)
    if kind == "home":
        _show_home(core, opened)
    else:
        core.show_views(opened.user)
    return {"view": opened.as_slack()}


@method("views.publish", "user_id", "view")
def publish(core: Core, args: Args) -> Json:
    """A person's App Home."""
    user = text_arg(args, "user_id")
    if user not in core.workspace.members:
        raise SlackError("user_not_found")
    home = core.workspace.views.homes.get(user)
    view = checked_view(core, args["view"], "home", ignore=home)
    if home is not None:
        _same_hash(home, args)
    made = core.make_view(user, view, instead=home)
    core.workspace.views.publish(made)
    _show_home(core, made)
    return {"view": made.as_slack()}


def _same_hash(opened: OpenView, args: Args) -> None:
    given = text_arg(args, "hash")
    if given and given != opened.view["hash"]:
        raise SlackError("hash_conflict")


def _show_home(core: Core, home: OpenView) -> None:
    core.workspace.emit({"type": "home", "home": home.as_seen()}, [home.user])

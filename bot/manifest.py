"""The Slack app manifest, with exactly the scopes the code uses."""

from typing import Any

#: Each scope, and what asks for it.
SCOPES = {
    "commands": "/incidente and the two shortcuts",
    "chat:write": "cards, prompts and their changes",
    "im:write": "opening the direct message with whoever has to call",
    "im:history": "looking a prompt up by its id before it is sent again",
    "channels:history": "looking a card up by its id before it is sent again",
    "groups:history": "the same, where the incidents channel is private",
    "channels:read": "whether a channel is shared with another organisation",
    "groups:read": "the same, for private channels",
    "files:write": "a review or an export as a file, for whoever asks for it",
    "users:read": "time zone, guest or member, away or gone",
    "users:read.email": "the owner's address, for a client to answer to",
}
EVENTS = ("user_change", "app_home_opened")


def manifest() -> dict[str, Any]:
    """The manifest as Slack's «From an app manifest» takes it, for Socket Mode."""
    return {
        "display_information": {
            "name": "incidente",
            "description": "Que el cliente lo sepa a tiempo, por quien debe y con buenas palabras",
            "background_color": "#1f3d4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "incidente", "always_online": True},
            "slash_commands": [
                {
                    "command": "/incidente",
                    "description": "Cuenta algo que ha ido mal con un cliente",
                    "usage_hint": "Acme: no les llega el correo desde las 9",
                    "should_escape": False,
                }
            ],
            "shortcuts": [
                {
                    "name": "Contar un incidente",
                    "type": "global",
                    "callback_id": "report_global",
                    "description": "Algo ha ido mal con un cliente",
                },
                {
                    "name": "Contar un incidente",
                    "type": "message",
                    "callback_id": "report_message",
                    "description": "Con lo que dice este mensaje",
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }

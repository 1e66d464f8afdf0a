"""Use cases, one module per conversation: load → ask the domain → save, in one transaction.

What must be said to somebody is saved as a delivery in that same transaction.
"""

from bot.desk.context import Desk, Policy

__all__ = ["Desk", "Policy"]

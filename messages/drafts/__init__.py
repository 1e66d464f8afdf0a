"""Drafts: the words an owner can use with the client (domain.md §6), from templates anybody can read and change."""

from messages.drafts.compose import draft
from messages.drafts.facts import Draft, Facts, Gap, Item, Kind
from messages.drafts.library import TemplateError, check, names, source
from messages.drafts.values import marks_in

__all__ = ["Draft", "Facts", "Gap", "Item", "Kind", "TemplateError", "check", "draft", "marks_in", "names", "source"]

"""A local Slack workspace: what `python -m bot demo` shows, and what the tests talk to."""

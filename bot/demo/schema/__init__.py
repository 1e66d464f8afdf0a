"""Data files: Slack's own types as JSON Schema (README.md beside this)."""

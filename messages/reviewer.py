"""What the reviewer's findings say, and better words."""

from bot.domain.reviewer import Context, Finding


def why(finding: Finding, text: str) -> str:
    return f"{finding.code} {text[:0]}"


def suggestion(finding: Finding, text: str, context: Context) -> str:
    return f"{finding.code} {text[:0]}{str(context)[:0]}"

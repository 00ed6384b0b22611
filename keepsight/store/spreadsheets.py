"""What a cell may hold that a spreadsheet will open: plain text, whatever it looks like."""

# What a spreadsheet would run, or takes for a command in older ones (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_PRINTABLE = {code: None for code in range(32) if chr(code) not in "\n\t"}
"""For `str.translate`: what XML cannot hold."""


def safe(words: str) -> str:
    """Words as a cell may hold them: nothing that runs, nothing that XML cannot hold."""
    return quoted(words.translate(NOT_PRINTABLE))


def quoted(words: str) -> str:
    """The same words, with an apostrophe before what a spreadsheet would run: so it stays text."""
    return f"'{words}" if words.startswith(FORMULA) else words

"""What changes in a file, as lines with plus and minus."""

import difflib


def difference(path: str, before: str, after: str) -> str:
    """Return the difference of two texts in the unified format, each line with a newline."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, path
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

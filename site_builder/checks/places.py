"""Where a name stands in the file of a text."""

import re
from pathlib import Path

from site_builder.errors import Place


def read_source(file: Path) -> str:
    """Return a file as its author wrote it, as far as it can be read."""
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def place_of(path: str, source: str, name: str) -> Place:
    """Return where a name stands in the text of a file, below its front matter."""
    pattern = r"\s+".join(re.escape(word) for word in name.split()).replace("’", "['’]")
    fence = re.search(r"^(---|\+\+\+)\s*$.*?^\1\s*$", source, re.DOTALL | re.MULTILINE)
    match = re.compile(pattern).search(source, fence.end() if fence else 0)
    return Place.at(path, source, match.start()) if match else Place(path)

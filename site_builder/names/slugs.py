"""What a name is called in an address or as a file."""

import hashlib
import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from site_builder.names.characters import clean_name
from site_builder.names.folding import fold_for_slug

_MAX_SLUG_BYTES = 80


_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)$")


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Return the id that a name or a file name gives: letters and digits of any script with hyphens.

    At most 80 bytes, cut with a digest behind it so that long names stay apart. Empty where the text holds
    neither a letter nor a digit.
    """
    folded = fold_for_slug(clean_name(text)[0]).replace("&", " and ")
    words = "".join(
        char if char.isalnum() or unicodedata.category(char).startswith("M") else " " for char in folded
    ).split()
    made = unicodedata.normalize("NFC", "-".join(words))
    if len(made.encode()) > _MAX_SLUG_BYTES:
        start = made.encode()[: _MAX_SLUG_BYTES - 9].decode(errors="ignore").rstrip("-")
        made = f"{start}-{short_digest(folded)}"
    return made


def name_slug(name: str, kind: str) -> str:
    """Return an id for a name without a file of its own; never empty, never a name that Windows reserves."""
    made = slug(name)
    if not made:
        return f"{kind}-{short_digest(unicodedata.normalize('NFC', name.casefold()))}"
    return f"{made}-{kind}" if is_reserved(made) else made


def is_reserved(id: str) -> bool:
    """Say whether Windows cannot store a file or folder of this name."""
    return bool(_RESERVED.match(id))


def numbered(id: str, taken: Container[str]) -> str:
    """Return an id that is not taken: the same, or with the first free number behind it, from 2."""
    free, number = id, 1
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    return free


def short_digest(text: str) -> str:
    """Return eight characters that tell two names apart which would otherwise have one id."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]

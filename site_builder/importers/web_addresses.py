"""Web addresses as sources have them: also those that are none."""

from urllib.parse import SplitResult, urlsplit


def split_address(address: str) -> SplitResult:
    """Return the parts of an address; one that is none is a path as a whole."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", address, "", "")
    return parts

"""The rules of time zones, which the owner of a machine keeps up to date: input of a build like any other."""

from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

from site_builder.runtime.fingerprints import digest


@cache
def zone_digest(key: str) -> str:
    """Return a digest of the rules of a time zone on this machine."""
    return ":".join(digest(file.read_bytes()) for file in zone_files(key))


def zone_files(key: str) -> tuple[Path, ...]:
    """Return the file that holds the rules of a time zone; none if they are in an installed package."""
    files = (Path(folder, key) for folder in TZPATH)
    return tuple(file for file in files if file.is_file())[:1]

"""Which versions of this program and of its libraries are installed."""

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version

from site_builder import __version__

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


def required_libraries() -> dict[str, str]:
    """Return the libraries that are always needed, each with its version, or "missing"."""
    return {
        library_name(line): version_of(library_name(line))
        for line in _requirements()
        if not _EXTRA.search(line)
    }


def optional_requirements() -> dict[str, list[str]]:
    """Return the requirements of each extra, as pip has them."""
    extras: dict[str, list[str]] = {}
    for line in _requirements():
        extra = _EXTRA.search(line)
        if extra:
            extras.setdefault(extra[1], []).append(line.partition(";")[0].strip())
    return extras


def version_of(library: str) -> str:
    """Return the version of an installed library, or "missing"."""
    try:
        return version(library_name(library))
    except PackageNotFoundError:
        return "missing"


def version_text() -> str:
    """Return what ``--version`` prints."""
    libraries = ", ".join(f"{name} {number}" for name, number in sorted(required_libraries().items()))
    python = f"Python {platform.python_version()}"
    return f"site-builder, version {__version__}\n{python} on {platform.system()}; {libraries}"


def _requirements() -> list[str]:
    try:
        return requires("site-builder") or []
    except PackageNotFoundError:  # started from a folder that is not installed
        return []


def library_name(requirement: str) -> str:
    """Return the name of a library in a requirement."""
    match = _NAME.match(requirement)
    return match[0] if match else requirement

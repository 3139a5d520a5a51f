"""What made the results of a build beside its input: our code, the libraries, and Python itself."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from site_builder.runtime.fingerprints import digest


def program_digest() -> str:
    """Return a digest that changes with any line of our code and any version of an installed package.

    All packages count, also those that we do not use: looking each of ours up takes longer than a build that
    has nothing to do.
    """
    package = Path(__file__).parent.parent
    files = sorted([*package.rglob("*.py"), *package.rglob("*.po")])
    code = "".join(digest(file.read_bytes()) for file in files)
    return digest("\n".join([sys.version, code, *sorted(_packages())]).encode())


def _packages() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or ".") as entries:
                yield from (
                    entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))
                )
        except OSError:
            continue

"""A new file in the folder of a site, never in the place of another one."""

from pathlib import Path

import click

from site_builder.errors import UsageError


def create_file(root: Path, path: str, data: bytes) -> None:
    """Write a file at a path from the root of a site, and say so.

    Raises :class:`UsageError` for a file that is there already, would lie outside, or cannot be written.
    """
    file = root / path
    if not file.parent.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{path} would lie outside the site")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already; nothing was changed") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"Made {path}")

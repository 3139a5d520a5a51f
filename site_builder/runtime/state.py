"""The folder beside the content that holds what may be thrown away."""

from pathlib import Path

from site_builder.errors import OutputFailed

_NAME = ".site-builder"


def state_folder(root: Path) -> Path:
    """Return ``.site-builder/`` of a site, made if need be, and kept out of version control.

    Raises :class:`OutputFailed` where the disk does not allow it.
    """
    folder = root / _NAME
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise OutputFailed(f"{folder} cannot be made: {error.strerror}") from error
    return folder

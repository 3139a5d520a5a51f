"""The folder beside the content that holds what may be thrown away."""

from pathlib import Path

_NAME = ".site-builder"


def state_folder(root: Path) -> Path:
    """Return ``.site-builder/`` of a site, made if need be, and kept out of version control."""
    folder = root / _NAME
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder

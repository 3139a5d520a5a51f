"""Where templates and static files come from: the site's own first, file by file, then the default theme."""

import os
from collections.abc import Iterator
from pathlib import Path

from site_builder.paths import STATIC, TEMPLATES


def theme_root() -> Path:
    """Return the folder of the default theme: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "theme"
    return installed if installed.is_dir() else package.parent


def template_folders(site_root: Path) -> tuple[Path, ...]:
    """Return the folders in which a template is looked for, in order."""
    own = site_root / TEMPLATES
    theme = theme_root() / TEMPLATES
    return (own, theme) if own.is_dir() and own.resolve() != theme.resolve() else (theme,)


def theme_static_files() -> tuple[tuple[str, Path], ...]:
    """Return path in the output and file of everything in the theme's ``static`` folder, sorted."""
    root = theme_root() / STATIC
    return tuple(sorted((file.relative_to(root).as_posix(), file) for file in _files(root)))


def list_theme() -> tuple[str, ...]:
    """Return the files of the default theme, each by its path in a site that replaces it."""
    root = theme_root()
    files = (*_files(root / TEMPLATES), *_files(root / STATIC))
    return tuple(sorted(file.relative_to(root).as_posix() for file in files))


def font_file() -> Path:
    """Return the file of the theme's own font."""
    return theme_root() / STATIC / "assets/fonts/newsreader.woff2"


def _files(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)

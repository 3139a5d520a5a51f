"""Notices changes of the files of a site, in batches.

livereload has a watcher of its own: it polls every file, builds once for each changed one, misses files with
an old date, and drops reloads that follow each other within three seconds. So watchfiles is used, which asks
the system. Only the folders that a build reads are watched: the output of a large site has more folders than
some systems let a program watch.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from site_builder.errors import SiteError
from site_builder.paths import CONTENT, LOCALE, SITE_FILE, STATIC, TEMPLATES
from site_builder.runtime.fingerprints import FileStat, file_stat
from site_builder.sources.discover import is_noise

_WATCHED = (CONTENT, TEMPLATES, STATIC, LOCALE)
#: Milliseconds of quiet that end a batch of changes (an editor's save is several), and the longest batch.
_QUIET, _LONGEST = 50, 1_600


class _SiteFiles(DefaultFilter):
    """Lets through changes of what an author writes; editors leave litter beside it."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002
        try:
            parts = Path(path).relative_to(self._root).parts
        except ValueError:
            return False
        return bool(parts) and not any(is_noise(part) for part in parts)


class SiteWatcher:
    """Notices changes of a site's files from the moment it is made, also while a build is running.

    Every method raises :class:`SiteError` if the system does not let us watch.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._settings = self._stat_of_settings()
        self._folders = self._existing_folders()
        self._batches = self._watch()
        self._pending = self._next_batch()

    def changes(self) -> frozenset[str]:
        """Return the paths of changed files from the root of the site; wait for a moment at most."""
        changed = self._pending | self._next_batch()
        self._pending = frozenset()
        settings = self._stat_of_settings()
        if settings != self._settings:
            self._settings = settings
            changed |= {SITE_FILE}
        folders = self._existing_folders()
        if folders != self._folders:
            changed |= {folder.name for folder, _ in set(folders) ^ set(self._folders)}
            self._folders = folders
            self._batches.close()
            self._batches = self._watch()
            changed |= self._next_batch()
        return changed

    def _stat_of_settings(self) -> FileStat | None:
        try:
            return file_stat((self._root / SITE_FILE).stat())
        except OSError:
            return None

    def _existing_folders(self) -> tuple[tuple[Path, int], ...]:
        """Return the folders that are there, each with its inode: another may take its place."""
        folders = (self._root / name for name in _WATCHED)
        return tuple((folder, folder.stat().st_ino) for folder in folders if folder.is_dir())

    def _watch(self) -> "_Batches":
        return _Batches([folder for folder, _ in self._folders], _SiteFiles(self._root))

    def _next_batch(self) -> frozenset[str]:
        return frozenset(Path(path).relative_to(self._root).as_posix() for path in self._batches.next())


class _Batches:
    """The changes below some folders."""

    def __init__(self, folders: Iterable[Path], site_files: _SiteFiles) -> None:
        self._batches: Iterator[set[tuple[Change, str]]] = watch(
            *folders,
            watch_filter=site_files,
            step=_QUIET,
            debounce=_LONGEST,
            rust_timeout=_QUIET,
            yield_on_timeout=True,
        )

    def next(self) -> list[str]:
        try:
            return [path for _, path in next(self._batches)]
        except (OSError, RuntimeError) as error:  # as when the system has no watches left
            raise SiteError(f"changes cannot be watched ({error}); build without serve") from error

    def close(self) -> None:
        close = getattr(self._batches, "close", None)
        if close is not None:
            close()

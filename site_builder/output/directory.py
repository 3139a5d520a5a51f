"""Which directory may be built into, and by one build at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from site_builder.errors import AlreadyBuilding, OutputFailed, SiteError, UsageError
from site_builder.options import BuildOptions
from site_builder.output.manifest import PRIVATE, Manifest, manifest_file, read_manifest
from site_builder.paths import CONTENT, LOCALE, STATIC, TEMPLATES

#: The modes that a web server needs.
READABLE_FOLDER, READABLE_FILE = 0o755, 0o644
#: The end of every message for what goes wrong before the first file is put in place.
STILL_THERE = "the last good site is still there"
#: Folders of a site that hold what the author made.
_SOURCES = (CONTENT, TEMPLATES, STATIC, LOCALE, ".git")


@contextmanager
def open_output(options: BuildOptions) -> Iterator[Manifest]:
    """Hold the output directory for one build, and give its manifest; a dry run only reads the manifest.

    Raises :class:`UsageError` for a directory that must not be written, :class:`AlreadyBuilding` if another
    build holds it, and :class:`OutputFailed` for what the disk refuses in the meantime.
    """
    output, root = options.output, options.root
    manifest = check_output(output, root)
    try:
        if options.dry_run:
            yield manifest
        else:
            with _locked(output):
                yield check_output(output, root)  # another build may have ended before the lock was ours
    except OSError as error:
        raise OutputFailed(f"{error.filename or output}: {error.strerror}; {STILL_THERE}") from error


def check_output(output: Path, site_root: Path) -> Manifest:
    """Return the manifest of a directory that may be built into: a new, empty or earlier output directory.

    Raises :class:`UsageError` for every other one. Touches nothing.
    """
    if ".." in output.parts and not output.parent.exists():
        raise UsageError(f"{output}: there is no such folder")
    real, site = output.resolve(), site_root.resolve()
    if real == Path(real.anchor):
        raise UsageError(f"{output} is the root of the disk; build with --out into a new directory")
    if real in {Path.home().resolve(), *Path.home().resolve().parents}:
        raise UsageError(f"{output} holds your home directory; build with --out into a new directory")
    if site.is_relative_to(real):
        raise UsageError(f"{output} holds the site itself; build with --out into a directory of its own")
    source = source_at(output, site_root)
    if source:
        raise UsageError(f"{output} is or holds {source}/ of the site; build with --out elsewhere")
    if not output.exists():
        if output.is_symlink():
            raise UsageError(f"{output} is a link that leads nowhere; fix or delete it")
        return Manifest()
    if not output.is_dir():
        raise UsageError(f"{output} is a file, not a directory")
    for ours, is_of_its_kind in ((output / PRIVATE, Path.is_dir), (manifest_file(output), Path.is_file)):
        if ours.is_symlink() or (ours.exists() and not is_of_its_kind(ours)):
            raise UsageError(f"{ours} is a link, a pipe or the like; delete it, and build again")
    manifest = read_manifest(output)
    if manifest is not None:
        return manifest
    foreign = sorted(entry.name for entry in os.scandir(output) if entry.name != PRIVATE)
    if foreign:
        raise UsageError(
            f"{output} holds files that site-builder did not write, such as {foreign[0]}; "
            "empty it, or build with --out into a new directory"
        )
    return Manifest()


@contextmanager
def exclusive(file: Path, otherwise: SiteError) -> Iterator[None]:
    """Hold a lock that ends with the process; raise ``otherwise`` if somebody else holds it."""
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise otherwise from error
    try:
        yield
    finally:
        lock.release()


def source_at(path: Path, site_root: Path) -> str:
    """Return the folder of what a site is made from that a path is, holds or lies in; else nothing."""
    real = path.resolve()
    for name in _SOURCES:
        source = (site_root.resolve() / name).resolve()
        if source.is_relative_to(real) or real.is_relative_to(source):
            return name
    return ""


def lock_file(output: Path) -> Path:
    """Return the file that a build holds while it writes to an output directory."""
    return output / PRIVATE / "lock"


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Hold an output directory for one build; raise :class:`AlreadyBuilding` if another one holds it.

    The lock ends with the process. A directory that was made for it and got no site is removed again.
    """
    is_new = not output.exists()
    private = output / PRIVATE
    try:
        private.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(f"{output} cannot be made: {error.strerror}") from error
    lock = FileLock(lock_file(output), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"another build is writing to {output}; wait for it to end, and build again"
        raise AlreadyBuilding(message) from error
    except OSError as error:
        raise OutputFailed(f"{private} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        if not manifest_file(output).exists():  # while the lock is held, so that nobody else is inside
            _remove_private(private, output if is_new else None)
        lock.release()


def _remove_private(private: Path, created: Path | None) -> None:
    (private / "lock").unlink(missing_ok=True)
    for folder in (private, created):
        if folder is not None and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


class FolderMaker:
    """Makes the folders that files go into, each once, readable for a web server whatever the umask."""

    def __init__(self, root: Path, *, are_readable: bool = False) -> None:
        self._root = str(root)
        #: Whether new folders are readable without being made so.
        self._are_readable = are_readable
        self._made = {""}

    def make(self, folder: str) -> None:
        """Make a folder, named from the root, and those above it; another process may do so too."""
        if folder not in self._made:
            self.make(folder.rpartition("/")[0])
            path = f"{self._root}/{folder}"
            with suppress(FileExistsError):
                os.mkdir(path)  # noqa: PTH102 - for every page
                if not self._are_readable:
                    os.chmod(path, READABLE_FOLDER)  # noqa: PTH101
            self._made.add(folder)

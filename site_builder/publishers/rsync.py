"""A folder that the rsync command reaches; files are compared by checksum, whatever their times are."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from site_builder.publish_settings import RsyncTarget
from site_builder.publishers.target import Found, TargetContext, TargetFailed

_SECONDS = 60
#: rsync: a file or a folder that was asked for is not there (rsync(1), exit values).
_PARTIAL = 23
#: A file in a list: mode, size, day, time, path.
_LISTED = re.compile(r"-\S+ +(\d+) \S+ \S+ (.+)")
_MODES = "--chmod=D755,F644"


def open_target(settings: RsyncTarget, context: TargetContext) -> "RsyncFolder":
    """Open a folder, which rsync makes if there is none."""
    if shutil.which("rsync") is None:
        raise TargetFailed("the command rsync is not installed; install rsync, and publish again")
    destination = settings.destination
    if ":" not in destination.partition("/")[0]:
        destination = str((context.root / Path(destination).expanduser()).absolute())
    return RsyncFolder(destination.rstrip("/") + "/")


class RsyncFolder:
    """A folder that rsync reaches: what is put and removed travels in one run."""

    is_atomic = False
    takes_everything = False

    def __init__(self, destination: str) -> None:
        self._destination = destination
        self._put: dict[str, Path] = {}
        self._removed: list[str] = []

    def files(self) -> Mapping[str, Found]:
        options = ["-r", "--list-only", "--no-human-readable", "--8-bit-output"]
        listed = self._run([*options, "--", self._destination], allows=(_PARTIAL,)).splitlines()
        return {file[2]: Found(int(file[1])) for file in map(_LISTED.fullmatch, listed) if file}

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def read(self, path: str) -> bytes | None:
        with tempfile.TemporaryDirectory() as folder:
            self._run(["--", f"{self._destination}{path}", f"{folder}/"], allows=(_PARTIAL,))
            file = Path(folder, PurePosixPath(path).name)
            return file.read_bytes() if file.exists() else None

    def claim(self, path: str, data: bytes) -> bool:
        """Write a file unless there is one; rsync only looks first, so what is there is read back."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, path)
            file.parent.mkdir(parents=True)
            file.write_bytes(data)
            self._send(Path(folder), [path], "--ignore-existing")
        return self.read(path) == data

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file

    def remove(self, path: str) -> None:
        self._removed.append(path)

    def flush(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path, file in self._put.items():
                copy = Path(folder, path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(file, copy)
                except OSError:  # on another disk
                    shutil.copyfile(file, copy)
            if self._put:
                self._send(Path(folder), self._put, "--delay-updates")
        self._put.clear()
        if self._removed:
            with tempfile.TemporaryDirectory() as folder:
                for path in self._removed:
                    Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
                self._send(Path(folder), self._removed, "--delete-missing-args")
        self._removed.clear()

    def close(self) -> None:
        pass

    def _send(self, folder: Path, paths: Iterable[str], *options: str) -> None:
        listed = "".join(f"{path}\0" for path in paths)
        command = ["-r", "--checksum", _MODES, "--mkpath", *options, "--from0", "--files-from=-"]
        self._run([*command, "--", f"{folder}/", self._destination], given=listed)

    def _run(self, arguments: list[str], *, given: str = "", allows: tuple[int, ...] = ()) -> str:
        command = ["rsync", "--protect-args", f"--timeout={_SECONDS}", *arguments]
        done = subprocess.run(  # noqa: S603 - a list, without a shell
            command, input=given, capture_output=True, encoding="utf-8", errors="surrogateescape", check=False
        )
        is_missing = done.returncode in allows and "No such file" in done.stderr
        if done.returncode and not is_missing:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            raise TargetFailed(f"rsync: {(said or ['failed'])[0]}")
        return done.stdout

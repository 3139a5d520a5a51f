"""A project of Cloudflare Pages, by Cloudflare's command wrangler: its upload interface is not public.

Wrangler compares files by digest itself. What was published last is kept on this machine, as it cannot be
asked for.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from site_builder.publish_settings import CloudflarePagesTarget
from site_builder.publishers.target import RECORD, Found, TargetContext, TargetFailed


def open_target(settings: CloudflarePagesTarget, context: TargetContext) -> "PagesProject":
    """Open a project; wrangler has the credentials (CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID)."""
    command = shutil.which(settings.command)
    if command is None:
        raise TargetFailed(
            f"the command {settings.command} is not installed; run npm install --global wrangler, or name "
            "it with command in site.toml"
        )
    return PagesProject(command, settings, context.work / "published-at-cloudflare.json")


class PagesProject:
    """A project of Cloudflare Pages: everything that was put is one deployment."""

    is_atomic = True
    takes_everything = True

    def __init__(self, command: str, settings: CloudflarePagesTarget, record: Path) -> None:
        self._command = command
        self._settings = settings
        self._record = record
        self._put: dict[str, Path] = {}

    def files(self) -> Mapping[str, Found] | None:
        return None

    def exists(self, _path: str) -> bool:
        return False  # a deployment has the files that it names, and no others

    def read(self, path: str) -> bytes | None:
        return self._record.read_bytes() if path == RECORD and self._record.exists() else None

    def claim(self, _path: str, _data: bytes) -> bool:
        return True

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file

    def remove(self, path: str) -> None:
        self._put.pop(path, None)

    def flush(self) -> None:
        """Hand a folder with everything to wrangler."""
        if not self._put:
            return
        record = self._put.pop(RECORD)
        with tempfile.TemporaryDirectory() as folder:
            for path, file in self._put.items():
                copy = Path(folder, path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(file, copy)
                except OSError:  # on another disk
                    shutil.copyfile(file, copy)
            command = [
                self._command,
                "pages",
                "deploy",
                folder,
                f"--project-name={self._settings.project}",
                f"--branch={self._settings.branch}",
                "--commit-dirty=true",
            ]
            done = subprocess.run(  # noqa: S603 - wrangler, or what site.toml names
                command, capture_output=True, text=True, errors="replace", check=False
            )
        if done.returncode:
            said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
            raise TargetFailed(f"{self._settings.command}: {(said or ['failed'])[-1].strip()}")
        shutil.copyfile(record, self._record)
        self._put.clear()

    def close(self) -> None:
        pass

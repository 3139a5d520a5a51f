"""A project at Vercel. A deployment names all files by SHA-1; only those that Vercel lacks travel."""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from site_builder.publish_settings import VercelTarget
from site_builder.publishers.api import Api, Refused
from site_builder.publishers.target import RECORD, Found, TargetContext, TargetFailed

_TOKEN = "VERCEL_TOKEN"  # noqa: S105 - the name of a variable


def open_target(settings: VercelTarget, context: TargetContext) -> "VercelProject":
    """Open a project; the token is in the environment or in the keyring."""
    api = Api(settings.api, context.secret(_TOKEN, "vercel", settings.project), _TOKEN)
    return VercelProject(api, settings)


class VercelProject:
    """A project at Vercel: everything that was put is one deployment."""

    is_atomic = True
    takes_everything = True

    def __init__(self, api: Api, settings: VercelTarget) -> None:
        self._api = api
        self._project = settings.project
        self._team = {"teamId": settings.team} if settings.team else {}
        self._put: dict[str, Path] = {}
        self._last = self._last_deployment()

    def _address(self, path: str, **query: str) -> str:
        asked = urlencode({**self._team, **query})
        return f"{path}?{asked}" if asked else path

    def _last_deployment(self) -> str:
        wanted = {"app": self._project, "target": "production", "limit": "1", "state": "READY"}
        asked = self._address("/v6/deployments", **wanted)
        deployments = self._api.ask("GET", asked).get("deployments", ())
        return str(deployments[0]["uid"]) if deployments else ""

    def files(self) -> Mapping[str, Found] | None:
        return None if self._last else {}

    def exists(self, _path: str) -> bool:
        return False  # a deployment has the files that it names, and no others

    def read(self, path: str) -> bytes | None:
        if not self._last or path != RECORD:
            return None
        asked = self._address(f"/v6/deployments/{self._last}/files")
        file = _find(self._api.ask("GET", asked), path.split("/"))
        if file is None:
            return None
        answer = self._api.raw("GET", self._address(f"/v8/deployments/{self._last}/files/{file}"))
        try:
            return base64.b64decode(json.loads(answer)["data"])
        except (ValueError, KeyError, TypeError):
            return answer

    def claim(self, _path: str, _data: bytes) -> bool:
        return True

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file

    def remove(self, path: str) -> None:
        self._put.pop(path, None)

    def flush(self) -> None:
        """Make one deployment of everything; readers see it when Vercel has all of it."""
        if not self._put:
            return
        named = {path: _sha1(file) for path, file in self._put.items()}
        by_digest = {sha: self._put[path] for path, sha in named.items()}
        asked = {
            "name": self._project,
            "project": self._project,
            "target": "production",
            "projectSettings": {"framework": None, "buildCommand": None, "outputDirectory": None},
            "files": [
                {"file": path, "sha": sha, "size": self._put[path].stat().st_size}
                for path, sha in named.items()
            ],
        }
        missing = self._deploy(asked)
        for sha in missing:
            if sha not in by_digest:
                raise TargetFailed("Vercel asks for a file that the site does not have; publish again")
            data = by_digest[sha].read_bytes()
            self._api.ask("POST", self._address("/v2/files"), data, {"x-vercel-digest": sha})
        if missing and self._deploy(asked):
            raise TargetFailed("Vercel lacks files that were sent; publish again")
        self._put.clear()

    def _deploy(self, asked: Mapping[str, Any]) -> list[str]:
        """Ask for a deployment; return the digests of files that Vercel lacks for it."""
        try:
            self._api.ask("POST", self._address("/v13/deployments", skipAutoDetectionConfirmation="1"), asked)
        except Refused as error:
            try:
                problem = json.loads(error.said)["error"]
            except (ValueError, KeyError, TypeError):
                raise error from None
            if problem.get("code") == "missing_files":
                return list(problem.get("missing", ()))
            raise
        return []

    def close(self) -> None:
        pass


def _find(entries: Any, parts: list[str]) -> str | None:
    """Return the id of a file in the tree that Vercel lists."""
    for entry in entries or ():
        if entry.get("name") == parts[0] and len(parts) == 1:
            return quote(str(entry.get("uid", "")), safe="") or None
        if entry.get("name") == parts[0]:
            return _find(entry.get("children"), parts[1:])
        if entry.get("name") == "src":  # Vercel puts what was sent below a folder of this name
            found = _find(entry.get("children"), parts)
            if found:
                return found
    return None


def _sha1(file: Path) -> str:
    return hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()

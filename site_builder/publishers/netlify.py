"""A site at Netlify. A deploy names all files by SHA-1; only those that Netlify lacks travel."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_builder.publish_settings import NetlifyTarget
from site_builder.publishers.api import Api, Refused
from site_builder.publishers.target import Found, TargetContext, TargetFailed

_TOKEN = "NETLIFY_AUTH_TOKEN"  # noqa: S105 - the name of a variable
_RAW = {"Accept": "application/vnd.bitballoon.v1.raw"}
_READY, _FAILED = "ready", "error"
#: How often it is asked whether a deploy is done.
_ATTEMPTS = 120


def open_target(settings: NetlifyTarget, context: TargetContext) -> "NetlifySite":
    """Open a site; the token is in the environment or in the keyring."""
    api = Api(settings.api, context.secret(_TOKEN, "netlify", settings.site), _TOKEN)
    return NetlifySite(api, settings.site, context.pause)


class NetlifySite:
    """A site at Netlify: everything that was put is one deploy."""

    is_atomic = True
    takes_everything = False

    def __init__(self, api: Api, site: str, pause: Callable[[], object]) -> None:
        self._api = api
        self._site = f"/sites/{quote(site, safe='')}"
        self._pause = pause
        self._held = self._listed()
        self._put: dict[str, Path] = {}
        self._removed: set[str] = set()

    def _listed(self) -> dict[str, Any]:
        """Return what the site holds, with the SHA-1 digest of each file."""
        listed = self._api.ask("GET", f"{self._site}/files")
        return {str(file["path"]).removeprefix("/"): file for file in listed or ()}

    def files(self) -> Mapping[str, Found]:
        return {path: Found(int(file.get("size", -1))) for path, file in self._held.items()}

    def exists(self, path: str) -> bool:
        return path in self._held

    def read(self, path: str) -> bytes | None:
        if path not in self._held:
            return None
        try:
            return self._api.raw("GET", f"{self._site}/files/{quote(path)}", headers=_RAW)
        except Refused as error:
            if error.status == 404:
                return None
            raise

    def claim(self, _path: str, _data: bytes) -> bool:
        return True

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file
        self._removed.discard(path)

    def remove(self, path: str) -> None:
        self._removed.add(path)

    def flush(self) -> None:
        """Make one deploy of what is there and what was put; readers see it when Netlify has all of it."""
        if not self._put and not self._removed:
            return
        digests = {path: str(file["sha"]) for path, file in self._held.items() if path not in self._removed}
        own = {path: _sha1(file) for path, file in self._put.items()}
        digests.update(own)
        deploy = self._api.ask(
            "POST", f"{self._site}/deploys", {"files": {f"/{path}": sha for path, sha in digests.items()}}
        )
        required = set(deploy.get("required", ()))
        for path, file in self._put.items():
            if own[path] in required:
                self._api.ask("PUT", f"/deploys/{deploy['id']}/files/{quote(path)}", file.read_bytes())
                required.discard(own[path])
        if required:
            raise TargetFailed("Netlify asks for files that it said it had; publish again")
        self._wait_for(deploy)
        self._put.clear()
        self._removed.clear()

    def _wait_for(self, deploy: Mapping[str, Any]) -> None:
        for _ in range(_ATTEMPTS):
            state = self._api.ask("GET", f"/deploys/{deploy['id']}")
            if state.get("state") == _READY:
                return
            if state.get("state") == _FAILED:
                raise TargetFailed(f"Netlify did not accept the site: {state.get('error_message')}")
            self._pause()
        raise TargetFailed("Netlify has all files, and did not say in time that they are served")

    def close(self) -> None:
        pass


def _sha1(file: Path) -> str:
    return hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()

"""A folder on a WebDAV server."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import httpx
from webdav4.client import Client, ClientError, HTTPError, ResourceConflict, ResourceNotFound

from site_builder.publish_settings import WebdavTarget
from site_builder.publishers.target import Found, TargetContext, TargetFailed

_SECONDS = 60
_CREATED = frozenset({200, 201, 204})
#: The file is there already, or is being written by somebody (RFC 9110, 15.5.13; RFC 4918, 11.3).
_TAKEN = frozenset({412, 423})
_REASONS = {
    401: "the server does not let you in; set SITE_BUILDER_WEBDAV_PASSWORD, and user in site.toml",
    403: "the server does not allow that; look at the rights of the user",
    507: "there is no room left on the server",
}


def open_target(settings: WebdavTarget, context: TargetContext) -> "WebdavFolder":
    """Open a folder of a server, which is made if there is none."""
    password = context.secret("SITE_BUILDER_WEBDAV_PASSWORD", settings.url, settings.user)
    auth = (settings.user, password) if settings.user else None
    client = Client(settings.url.rstrip("/"), auth=auth, timeout=_SECONDS)
    return WebdavFolder(client, settings.url.rstrip("/"))


class WebdavFolder:
    """A folder of a server."""

    is_atomic = False
    takes_everything = False

    def __init__(self, client: Client, url: str) -> None:
        self._client = client
        self._url = url
        self._made = {""}
        with self._asking(""):
            if not client.exists(""):
                raise TargetFailed(f"there is no folder {url}; make it, or correct url in site.toml")

    def files(self) -> Mapping[str, Found] | None:
        """Return nothing for an empty folder; else listing would take a request for every folder."""
        with self._asking(""):
            return None if self._client.ls("", detail=False) else {}

    def exists(self, path: str) -> bool:
        with self._asking(path):
            return bool(self._client.exists(path))

    def read(self, path: str) -> bytes | None:
        data = io.BytesIO()
        with self._asking(path):
            try:
                self._client.download_fileobj(path, data)
            except ResourceNotFound:
                return None
        return data.getvalue()

    def claim(self, path: str, data: bytes) -> bool:
        with self._asking(path):
            self._make_folder(str(PurePosixPath(path).parent))
            answer = self._client.http.put(
                f"{self._url}/{quote(path)}", content=data, headers={"If-None-Match": "*"}
            )
        if answer.status_code in _TAKEN:
            return False
        if answer.status_code not in _CREATED:
            raise TargetFailed(_reason(path, answer.status_code, answer.reason_phrase))
        return True

    def put(self, path: str, file: Path) -> None:
        with self._asking(path):
            self._make_folder(str(PurePosixPath(path).parent))
            with file.open("rb") as data:
                self._client.upload_fileobj(data, path, overwrite=True)

    def _make_folder(self, folder: str) -> None:
        folder = "" if folder == "." else folder
        if folder in self._made:
            return
        self._make_folder(str(PurePosixPath(folder).parent))
        if not self._client.exists(folder):
            with suppress(ResourceConflict):
                self._client.mkdir(folder)
        self._made.add(folder)

    def remove(self, path: str) -> None:
        with self._asking(path):
            try:
                self._client.remove(path)
            except ResourceNotFound:
                return
            for parent in PurePosixPath(path).parents[:-1]:
                if self._client.ls(str(parent), detail=False):
                    return
                self._client.remove(str(parent))
                self._made.discard(str(parent))

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self._client.http.close()

    @contextmanager
    def _asking(self, path: str) -> Iterator[None]:
        try:
            yield
        except HTTPError as error:
            raise TargetFailed(_reason(path, error.status_code, str(error))) from error
        except (ClientError, httpx.HTTPError, OSError) as error:
            raise TargetFailed(f"{path or self._url}: {error}") from error


def _reason(path: str, status: int, said: str) -> str:
    return f"{path or 'the folder'} at the server: {_REASONS.get(status) or said or status}"

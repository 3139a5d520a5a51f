"""Requests to the upload interfaces of hosts: JSON over HTTPS, with a token."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from site_builder.publishers.target import TargetFailed

_SECONDS = 60
_REASONS = {
    401: "the host does not accept the token; set {variable} to one that is valid",
    403: "the token does not have the right to do that; set {variable} to one that has",
    404: "there is no such site, project or team; correct site.toml",
    429: "the host refuses more requests for now; wait for a few minutes, and publish again",
}


class Api:
    """The interface of one host."""

    def __init__(self, base: str, token: str, variable: str) -> None:
        if not token:
            message = f"there is no token; set {variable} in the environment, or put it into the keyring"
            raise TargetFailed(message)
        self._base = base.rstrip("/")
        self._token = token
        self._variable = variable

    def ask(self, method: str, path: str, data: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """Send a value as JSON, or bytes as they are; return the answer, None for an empty one."""
        answer = self.raw(method, path, data, headers)
        try:
            return json.loads(answer) if answer else None
        except ValueError as error:
            raise TargetFailed(f"{self._base}{path} did not answer in JSON") from error

    def raw(
        self, method: str, path: str, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Send a value as JSON, or bytes as they are; return the bytes of the answer.

        Raises :class:`Refused` for a status of 400 or more, and :class:`TargetFailed` for no answer.
        """
        is_bytes = isinstance(data, bytes)
        body = data if is_bytes or data is None else json.dumps(data).encode()
        kind = "application/octet-stream" if is_bytes else "application/json"
        request = urllib.request.Request(  # noqa: S310 - settings have web addresses only
            self._base + path,
            data=body,
            method=method,
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": kind,
                "User-Agent": "site-builder",
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                received: bytes = answer.read()
                return received
        except urllib.error.HTTPError as error:
            said = error.read()
            reason = _REASONS.get(error.code, "").format(variable=self._variable)
            text = reason or f"it answered {error.code}: {said[:300].decode('utf-8', 'replace')}"
            raise Refused(f"{self._base}: {text}", error.code, said) from error
        except OSError as error:
            cause = getattr(error, "reason", None) or error
            raise TargetFailed(f"{self._base} cannot be reached: {cause}") from error


class Refused(TargetFailed):
    """The host answered with an error."""

    def __init__(self, message: str, status: int, said: bytes) -> None:
        super().__init__(message)
        self.status = status
        self.said = said

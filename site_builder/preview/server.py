"""The serving process: livereload's server, with handlers that answer only to this machine.

livereload serves the files and makes browsers reload. A preview shows unpublished work, so other host names
(DNS rebinding), web sockets of other origins and requests of other sites are refused.
"""

import asyncio
import logging
import mimetypes
import os
import re
import signal
import threading
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import livereload
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from site_builder.page import output_path
from site_builder.preview.messages import (
    Building,
    Built,
    Delivered,
    Listening,
    NoPort,
    ServerSettings,
    Wanted,
)

_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::([0-9]{1,5}))?", re.IGNORECASE)
_LAST_PORT = 65_535
#: Below this path are the preview's own files; a site has none there.
_OWN = "/.preview"
#: What browsers are told to load: the state of the site, which says what to do.
_STATE_ADDRESS = f"{_OWN}/state.json"
_PAGE_WITHOUT_SITE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>No page yet</title></head>
<body><h1>No page yet</h1>
<p>Nothing was built for this address. If something is wrong with the site, it is said here and in the
terminal, and the page appears as soon as that is fixed.</p></body></html>
"""


class _NoWatcher(Watcher):
    """Stands where livereload's watcher would be; changes are watched in the building process."""

    def start(self, callback: Any) -> bool:  # noqa: ARG002
        return True

    def examine(self) -> tuple[None, None]:
        return None, None


class _SiteState:
    """Whether a build is running, who waits for it, and what was wrong with the last one."""

    def __init__(self, connection: Connection, builds_before: int) -> None:
        self._connection = connection
        self._is_building = True
        #: The numbers of the builds that began and ended last; higher than those of a server before this one.
        self.begun = builds_before
        self._ended = 0
        self._waiting: dict[str, list[asyncio.Future[bytes | None]]] = {}
        self._last = Built()

    async def when_built(self, path: str) -> bytes | None:
        """Wait while a build is running; return the bytes of a file if they were delivered before its end."""
        if not self._is_building:
            return None
        if path not in self._waiting:
            self._waiting[path] = []
            self._connection.send(Wanted(path))
        future: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting[path].append(future)
        return await future

    def take(self, message: Building | Delivered | Built) -> None:
        """Take a message of the building process."""
        if isinstance(message, Building):
            self._is_building = True
            self.begun += 1
        elif isinstance(message, Delivered):
            self._answer(message.path, message.data)
        else:
            reloads = _reloads(self._last, message)
            self._is_building = False
            self._ended = self.begun
            self._last = message
            for path in tuple(self._waiting):
                self._answer(path, None)
            for address in reloads:
                LiveReloadHandler.reload_waiters(address)

    def as_json(self) -> dict[str, Any]:
        """Return what browsers show."""
        return {
            "build": self._ended,
            "problems": list(self._last.problems),
            "follow": self._last.follow,
        }

    def _answer(self, path: str, data: bytes | None) -> None:
        for future in self._waiting.pop(path, ()):
            if not future.done():
                future.set_result(data)


def _reloads(before: Built, now: Built) -> list[str]:
    """Return what browsers are told to load again: only stylesheets if nothing else has changed."""
    if before.problems or now.problems:
        return [_STATE_ADDRESS]
    if all(path.endswith(".css") for path in now.changed):
        return [f"/{path}" for path in now.changed]
    return [_STATE_ADDRESS]


class _Guarded:
    """Refuses requests that do not come from a browser on this machine looking at the preview."""

    request: Any

    def set_default_headers(self) -> None:
        headers: Any = self
        headers.set_header("Cache-Control", "no-store")
        headers.set_header("X-Content-Type-Options", "nosniff")
        headers.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def prepare(self) -> None:
        host = _LOCAL_HOST.fullmatch(self.request.headers.get("Host", ""))
        if host is None or int(host[1] or 0) > _LAST_PORT:
            raise HTTPError(421)
        site = self.request.headers.get("Sec-Fetch-Site", "")
        if site == "cross-site" and self.request.headers.get("Sec-Fetch-Mode") != "navigate":
            raise HTTPError(403)


class _Reloads(_Guarded, LiveReloadHandler):
    def prepare(self) -> None:
        super().prepare()
        if not self.check_origin(self.request.headers.get("Origin", f"//{self.request.host}")):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        try:
            return bool(urlsplit(origin).netloc == self.request.headers.get("Host"))
        except ValueError:
            return False

    def on_message(self, message: Any) -> None:
        try:
            super().on_message(message)
            LiveReloadHandler.waiters.add(self)  # livereload waits for one more message before it sends any
        except (ValueError, TypeError, AttributeError):  # not livereload's protocol
            self.close(1003)


class _Script(_Guarded, LiveReloadJSHandler):
    pass


class _OwnFile(_Guarded, RequestHandler):
    """The script and the stylesheet of the preview itself."""

    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{mimetypes.guess_type(name)[0]}; charset=utf-8")
        self.finish((files(__package__) / name).read_bytes())


class _State(_Guarded, RequestHandler):
    """What is wrong with the site, for the script of the preview."""

    def get(self) -> None:
        self.finish(self.settings["state"].as_json())


class _Elsewhere(_Guarded, RequestHandler):
    """What lies outside of the path under which the site stands."""

    def get(self, path: str) -> None:
        base_path = self.settings["base_path"]
        if path and f"/{path}/" != base_path:
            raise HTTPError(404)
        self.redirect(base_path)

    def write_error(self, status_code: int, **_details: Any) -> None:
        self.finish(f"{status_code}: the site stands at {self.settings['base_path']}\n")


class _Pages(_Guarded, StaticFileHandler):
    """The built files, as a static host would serve them."""

    root: str
    #: None for what is answered here, and not by the class below.
    absolute_path: str | None = None

    async def get(self, path: str, include_body: bool = True) -> None:
        delivered = await self.settings["state"].when_built(output_path(f"/{path}"))
        self.path = self.parse_url_path(path)
        if delivered is not None:
            self._finish_with(delivered, path, include_body=include_body)
            return
        file = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if file is None:
            return  # redirected to the address with a slash
        if file.endswith(".html"):
            self._finish_with(Path(file).read_bytes(), file, include_body=include_body)
        else:
            await super().get(path, include_body)

    def _finish_with(self, data: bytes, name: str, *, include_body: bool) -> None:
        """Answer with a whole file; a range of a page would be one of a page without our scripts."""
        name = output_path(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", _with_charset(kind))
        if name.endswith(".html"):
            data = self._with_scripts(data)
        self.set_header("Content-Length", str(len(data)))
        self.finish(data if include_body else None)

    def _with_scripts(self, page: bytes) -> bytes:
        """Add the scripts of livereload and of the preview; as files, so that a strict policy allows them."""
        port = self.request.host.rpartition(":")[2]
        port = port if port.isdecimal() else "80"
        build = self.settings["state"].begun
        addresses = (f"/livereload.js?port={port}", f"{_OWN}/preview.js?build={build}")
        tags = "".join(f'<script src="{address}" defer></script>' for address in addresses)
        return page.replace(b"</head>", tags.encode() + b"</head>", 1)

    def compute_etag(self) -> str | None:
        return super().compute_etag() if self.absolute_path else None

    def get_content_type(self) -> str:
        return _with_charset(str(super().get_content_type()))

    def parse_url_path(self, url_path: str) -> str:
        hidden = any(part.startswith(".") and part != ".well-known" for part in url_path.split("/"))
        if "\0" in url_path or hidden:
            raise HTTPError(404)
        return str(super().parse_url_path(url_path))

    def write_error(self, status_code: int, **_details: Any) -> None:
        if status_code != 404:
            self.finish(f"{status_code}\n")
            return
        not_found = Path(self.root) / "404.html"
        page = not_found.read_bytes() if not_found.is_file() else _PAGE_WITHOUT_SITE
        self._finish_with(page, "404.html", include_body=self.request.method != "HEAD")


def _with_charset(kind: str) -> str:
    is_text = kind.startswith("text/") or kind in {"application/xml", "application/json"}
    return f"{kind}; charset=utf-8" if is_text else kind


class _PreviewServer(livereload.Server):
    """livereload's server with guarded handlers and nothing that another site could call."""

    sockets: list[socket]
    base_path: str
    state: _SiteState

    def application(self, *_args: Any, **_kwargs: Any) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        served = {"path": self.root, "default_filename": "index.html"}
        handlers: list[Any] = [
            ("/livereload", _Reloads),
            (r"/livereload\.js", _Script),
            (re.escape(_STATE_ADDRESS), _State),
            (rf"{re.escape(_OWN)}/(preview\.(?:js|css))", _OwnFile),
            (f"{re.escape(self.base_path)}(.*)", _Pages, served),
            ("/(.*)", _Elsewhere),
        ]
        server = HTTPServer(Application(handlers=handlers, state=self.state, base_path=self.base_path))
        server.add_sockets(self.sockets)


def serve(connection: Connection, settings: ServerSettings) -> None:
    """Serve until the other end of the connection is closed: the body of the serving process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process; the first one ends this one
    asyncio.set_event_loop(asyncio.new_event_loop())
    for name in ("livereload", "tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    sockets = _bind(connection, settings)
    if not sockets:
        return
    server = _PreviewServer(watcher=_NoWatcher())
    server.root = str(settings.folder)
    server.sockets = sockets
    server.base_path = settings.base_path
    server.state = _SiteState(connection, settings.builds_before)
    server.application()
    loop = IOLoop.current()
    threading.Thread(target=_receive, args=(connection, loop, server.state), daemon=True).start()
    loop.start()


def _bind(connection: Connection, settings: ServerSettings) -> list[socket]:
    reason = ""
    for port in settings.ports:
        try:
            sockets = bind_sockets(port, "127.0.0.1")
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        connection.send(Listening(port))
        return sockets
    connection.send(NoPort(reason, _next_free(settings.ports[-1])))
    return []


def _next_free(port: int) -> int:
    for candidate in range(port + 1, min(port + 20, _LAST_PORT + 1)):
        try:
            for taken in bind_sockets(candidate, "127.0.0.1"):
                taken.close()
        except OSError:
            continue
        return candidate
    return 0


def _receive(connection: Connection, loop: IOLoop, state: _SiteState) -> None:
    while True:
        try:
            message = connection.recv()
        except (EOFError, OSError):  # the building process has ended, whatever ended it
            os._exit(0)
        loop.add_callback(state.take, message)

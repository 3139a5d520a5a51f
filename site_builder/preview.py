"""The preview: build, serve what was built, and build again whenever a file of the site changes.

livereload serves the files and makes browsers reload. Its own watcher is not used: it polls every file,
builds once for each changed one, misses files with an old date, and drops reloads that follow each other
within three seconds. watchfiles reports changes in batches instead, and the build runs in the main thread,
where the time limit of a text holds, while the server answers in another.

A preview shows unpublished work, so it answers only to this machine: other host names (DNS rebinding), web
sockets of other origins and requests of other sites are refused.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import livereload
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, OutputTransform
from watchfiles import Change, DefaultFilter, watch

from site_builder.errors import SiteError, UsageError
from site_builder.paths import CONTENT, LOCALE, SITE_FILE, STATIC, TEMPLATES
from site_builder.runtime.fingerprints import Tree, scan
from site_builder.sources.discover import is_noise

_WATCHED = (CONTENT, TEMPLATES, STATIC, LOCALE)
_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: Milliseconds of quiet that end a batch of changes; an editor's save is several.
_QUIET = 50


class _NoWatcher(Watcher):
    """Stands where livereload's watcher would be; changes are watched elsewhere."""

    def start(self, callback: Callable[[], None]) -> bool:  # noqa: ARG002
        return True

    def examine(self) -> tuple[None, None]:
        return None, None


class _Guarded:
    """Refuses requests that do not come from a browser on this machine looking at the preview."""

    request: Any

    def prepare(self) -> None:
        host = self.request.headers.get("Host", "")
        name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
        if name.lower() not in _LOCAL_HOSTS:
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


class _Script(_Guarded, LiveReloadJSHandler):
    pass


class _Pages(_Guarded, StaticFileHandler):
    """The built files, as a static host would serve them."""

    root: str

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def get_content_type(self) -> str:
        kind = str(super().get_content_type())
        is_text = kind.startswith("text/") or kind in {"application/xml", "application/json"}
        return f"{kind}; charset=utf-8" if is_text else kind

    def parse_url_path(self, url_path: str) -> str:
        hidden = any(part.startswith(".") and part != ".well-known" for part in url_path.split("/"))
        if "\0" in url_path or hidden:
            raise HTTPError(404)
        return str(super().parse_url_path(url_path))

    def write_error(self, status_code: int, **_details: Any) -> None:
        not_found = Path(self.root) / "404.html"
        if status_code == 404 and not_found.is_file():
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(not_found.read_bytes())
        else:
            self.finish(f"{status_code}\n")


class _ReloadScript(OutputTransform):
    """Adds livereload's script to every page; as a file, so that a strict content policy allows it."""

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        port = request.host.rpartition(":")[2]
        port = port if port.isdecimal() else "80"
        self._tag = f'<script src="/livereload.js?port={port}" defer></script>'.encode()

    def transform_first_chunk(
        self,
        status_code: int,
        headers: Any,
        chunk: bytes,
        finishing: bool,  # noqa: ARG002
    ) -> tuple[int, Any, bytes]:
        if headers.get("Content-Type", "").startswith("text/html") and b"</head>" in chunk:
            chunk = chunk.replace(b"</head>", self._tag + b"</head>", 1)
            if "Content-Length" in headers:
                headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._tag))
        return status_code, headers, chunk


class _PreviewServer(livereload.Server):
    """livereload's server with guarded handlers and nothing that another site could call."""

    sockets: list[socket]

    def application(self, *_args: Any, **_kwargs: Any) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        files = {"path": self.root, "default_filename": "index.html"}
        handlers: list[Any] = [
            ("/livereload", _Reloads),
            (r"/livereload\.js", _Script),
            ("/(.*)", _Pages, files),
        ]
        server = HTTPServer(Application(handlers=handlers, transforms=[_ReloadScript]))
        server.add_sockets(self.sockets)


class Preview:
    """A server in a thread of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._loop: IOLoop | None = None
        self._sockets: list[socket] = []
        self._started = threading.Event()

    def take_port(self) -> str:
        """Take the port, and return the address; raise :class:`UsageError` if somebody else has it."""
        try:
            self._sockets = bind_sockets(self._port, "127.0.0.1")
        except OSError as error:
            message = f"port {self._port} cannot be used ({error.strerror}); try another --port"
            raise UsageError(message) from error
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Serve."""
        threading.Thread(target=self._run, name="preview", daemon=True).start()
        self._started.wait()

    def reload(self) -> None:
        """Tell every open page to load itself again."""
        if self._loop is not None:
            self._loop.add_callback(LiveReloadHandler.reload_waiters, "*")

    def _run(self) -> None:
        asyncio.set_event_loop(asyncio.new_event_loop())
        for name in ("livereload", "tornado.access", "tornado.general"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        server = _PreviewServer(watcher=_NoWatcher())
        server.root = str(self._folder)
        server.sockets = self._sockets
        server.application()
        self._loop = IOLoop.current()
        self._started.set()
        self._loop.start()


class _SiteFiles(DefaultFilter):
    """Lets through changes of the site's own files; a build must not start itself by what it writes."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002
        try:
            parts = Path(path).relative_to(self._root).parts
        except ValueError:
            return False
        if not parts or any(is_noise(part) for part in parts):
            return False
        return parts == (SITE_FILE,) or parts[0] in _WATCHED


class SiteWatcher:
    """Notices changes of a site's files after it is made, also those that happen while a build is running."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._before = self._look()
        #: None for a change, or what ended the watching.
        self._changed: Queue[Exception | None] = Queue()
        self._is_watching = threading.Event()

    def start(self) -> None:
        """Begin to watch, in a thread.

        Here and in :meth:`wait`, :class:`SiteError` is raised if the system does not let us watch.
        """
        threading.Thread(target=self._run, name="watcher", daemon=True).start()
        self._is_watching.wait()
        if not self._changed.empty():
            self.wait()
        if self._look() != self._before:
            self._changed.put(None)

    def _look(self) -> Tree:
        return scan(self._root, (SITE_FILE, *_WATCHED))

    def wait(self) -> None:
        """Wait for a change, or return at once if there was one since the last time."""
        ended = self._changed.get()
        while not self._changed.empty() and ended is None:
            ended = self._changed.get()
        if ended is not None:
            raise SiteError(f"changes cannot be watched ({ended}); build without serve") from ended

    def _run(self) -> None:
        batches = watch(
            self._root,
            watch_filter=_SiteFiles(self._root),
            step=_QUIET,
            rust_timeout=_QUIET,
            yield_on_timeout=True,  # the first time is the sign that watching has begun
        )
        try:
            for changes in batches:
                self._is_watching.set()
                if changes:
                    self._changed.put(None)
        except (OSError, RuntimeError) as error:  # as when the system has no watches left
            self._changed.put(error)
            self._is_watching.set()

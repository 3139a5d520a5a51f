"""The serving process, seen from the building one."""

import multiprocessing
from collections.abc import Collection

from site_builder.errors import SiteError, UsageError
from site_builder.preview.messages import (
    Building,
    Built,
    Delivered,
    Listening,
    NoPort,
    ServerSettings,
    Wanted,
)


class PreviewServer:
    """A process that serves; it ends with this one.

    It knows which pages somebody waits for: a build renders them first.
    """

    def __init__(self, settings: ServerSettings) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other_end = context.Pipe()
        # Imported there: it takes longer than an ordinary build.
        self._process = context.Process(target=_serve, args=(other_end, settings), daemon=True)
        self._process.start()
        other_end.close()
        self.base_path = settings.base_path
        self._wanted: list[str] = []
        self.address = ""

    def take_port(self) -> int:
        """Wait until the server answers, and return its port.

        Raises :class:`UsageError` if it can have none of those that it may try.
        """
        message = self._receive()
        if isinstance(message, NoPort):
            remedy = f"try --port {message.free}" if message.free else "try another --port"
            raise UsageError(f"the port cannot be used ({message.reason}); {remedy}")
        assert isinstance(message, Listening)
        self.address = f"http://127.0.0.1:{message.port}{self.base_path}"
        return message.port

    def wanted(self) -> Collection[str]:
        """Return the files of the output that somebody waits for since the last time, each once."""
        while self._connection.poll():
            message = self._receive()
            if isinstance(message, Wanted):
                self._wanted.append(message.path)
        wanted, self._wanted = self._wanted, []
        return wanted

    def deliver(self, path: str, data: bytes) -> None:
        """Give the bytes of a file to those who wait for it."""
        self._send(Delivered(path, data))

    def begin(self) -> None:
        """Let whoever asks for a page wait for a build."""
        self._send(Building())

    def finish(self, built: Built) -> None:
        """Say how a build ended."""
        self._send(built)

    def stop(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.join(2)

    def _receive(self) -> object:
        try:
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise SiteError(_ENDED) from error

    def _send(self, message: Building | Delivered | Built) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise SiteError(_ENDED) from error


_ENDED = (
    "the process that serves the preview has ended; start again, and please report it if that happens again"
)


def _serve(connection: object, settings: ServerSettings) -> None:
    from site_builder.preview.server import serve  # noqa: PLC0415 - in the other process only

    serve(connection, settings)  # type: ignore[arg-type]

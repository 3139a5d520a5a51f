"""What only a terminal gets: colours, and a line that says how far something is."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from site_builder.options import Progress

#: A step that is over sooner, in seconds, is not worth a word.
_PATIENCE = 1.0
#: Seconds between two drawings.
_PAUSE = 0.1


def has_colours(stream: TextIO) -> bool:
    """Say whether a stream shows colours: a terminal, unless NO_COLOR (no-color.org) or TERM say no."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(text: str, stream: TextIO, **style: Any) -> str:
    """Return a text in a colour where a stream shows it; ``style`` is that of ``click.style``."""
    return click.style(text, **style) if has_colours(stream) else text


@contextmanager
def progress_line(*, quiet: bool = False, verbose: bool = False) -> Iterator[Progress]:
    """Give a progress callback.

    If ``verbose``, it prints each step with the time that it took. Else, on a terminal, it draws a bar for
    whatever takes over a second, which is gone at the end.
    """
    line: _Verbose | _Bar | None = None
    if verbose:
        line = _Verbose()
    elif not quiet and sys.stderr.isatty():
        line = _Bar()

    def progress(doing: str, done: int = 0, total: int = 0, /) -> None:
        if line is not None:
            line.step(doing, done, total)

    try:
        yield progress
    finally:
        if line is not None:
            line.end()


class _Verbose:
    """Prints each step when it is over, with the time that it took."""

    def __init__(self) -> None:
        self._doing = ""
        self._began = 0.0

    def step(self, doing: str, _done: int, _total: int) -> None:
        if doing != self._doing:
            self.end()
            self._doing, self._began = doing, time.monotonic()

    def end(self) -> None:
        if self._doing:
            click.echo(f"{self._doing}: {time.monotonic() - self._began:.2f} s", err=True)
        self._doing = ""


class _Bar:
    """Draws a bar on the terminal, if there is still something to wait for after a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._drawn = 0.0
        self._bar: Any = None
        self._task: Any = None
        self._doing = ""

    def step(self, doing: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._began < _PATIENCE or (doing == self._doing and now - self._drawn < _PAUSE):
            return
        if self._bar is None:
            self._start()
        if doing != self._doing:
            self._bar.reset(self._task, description=doing, total=total or None)
            self._doing = doing
        self._bar.update(self._task, completed=done)
        self._bar.refresh()
        self._drawn = now

    def _start(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow to import
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        # Nothing is drawn from a thread: a program with threads must not fork.
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True, no_color=not has_colours(sys.stderr)),
            auto_refresh=False,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("", total=None)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

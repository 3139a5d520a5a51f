"""Signals that end the program: each at a moment at which that may be."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from site_builder.runtime.deadline import OutOfTime

#: What asks a program to end: Ctrl+C, a service manager, a terminal that was closed; Windows has no SIGHUP.
ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interrupted(KeyboardInterrupt):
    """The program was asked to end; ``number`` is that of the signal.

    ``is_late`` says that it waited until what had begun was done.
    """

    def __init__(self, number: int, *, is_late: bool = False) -> None:
        super().__init__(number)
        self.number = number
        self.is_late = is_late

    @property
    def exit_code(self) -> int:
        """Return the exit code of a program that a signal ended, as shells tell it."""
        return 128 + self.number


#: The signals that have arrived. What one raises is lost where Python cannot pass an exception on, such as in
#: a function that it calls while it forks: then the program goes on, and has to look here.
_arrived: list[int] = []


def end_on_signals() -> None:
    """Let every signal that asks the program to end raise :class:`Interrupted`."""
    if threading.current_thread() is not threading.main_thread():
        return
    sys.unraisablehook = _report_unraisable
    for number in ENDING_SIGNALS:
        # Under nohup, one of them is ignored, and stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    _arrived.append(number)
    raise Interrupted(number)


def _report_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report an exception that cannot be passed on, but for those that are not lost or come again."""
    if not isinstance(unraisable.exc_value, Interrupted | OutOfTime):
        sys.__unraisablehook__(unraisable)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off signals that ask the program to end until what must not be left half done is done.

    Raises :class:`Interrupted` before anything is done if one has arrived that did not end the program.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if _arrived:
        raise Interrupted(_arrived[0])
    arrived: list[int] = []
    handlers = {}
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) not in {None, signal.SIG_IGN}:
            handlers[number] = signal.signal(number, lambda number, _frame: arrived.append(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if arrived:
        raise Interrupted(arrived[0], is_late=True)

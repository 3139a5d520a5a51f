"""The same work on many things, in several processes where that is possible and pays.

Processes are forked, so that they have everything at hand that this one has, and nothing but a range of
numbers and the results travels between them. A program with threads must not be forked: then, and where the
system cannot fork, this process does the work itself, by the same functions.
"""

import errno
import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from site_builder.errors import OutputFailed
from site_builder.runtime.interruption import ENDING_SIGNALS

T = TypeVar("T")
R = TypeVar("R")

#: How many things a process takes at a time: enough that taking them costs nothing, few enough to share well.
_SLICE = 32
#: Seconds between two calls of what is done meanwhile.
_A_WHILE = 0.05
#: Fewer things than this are done before another process has begun.
_ENOUGH = 96


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_on(
    items: Sequence[T],
    work: Callable[[Sequence[T]], Sequence[R]],
    jobs: int,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[R]:
    """Yield the results of ``work`` on slices of the items, in their order, from up to ``jobs`` processes.

    ``work`` must not depend on how the items are sliced. Its results have to be such as can be pickled.
    ``meanwhile`` is called now and then while other processes work.
    """
    slices = [range(start, min(start + _SLICE, len(items))) for start in range(0, len(items), _SLICE)]
    if jobs < 2 or len(items) < _ENOUGH or not hasattr(os, "fork") or threading.active_count() > 1:
        for part in slices:
            if meanwhile is not None:
                meanwhile()
            yield from work(items[part.start : part.stop])
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - slow to import
    from multiprocessing import active_children, get_context  # noqa: PLC0415

    # What is there already is not looked through for garbage any more, by nobody: each page of memory that a
    # worker's collector touched would be copied.
    gc.freeze()
    others = active_children()
    with ProcessPoolExecutor(
        min(jobs, len(slices)), get_context("fork"), initializer=_begin, initargs=(items, work)
    ) as pool:
        try:
            tasks = deque(pool.submit(_do, part) for part in slices)
            while tasks:
                yield from _result(tasks.popleft(), lambda: _do_meanwhile(meanwhile, others))
        except BrokenExecutor as error:
            message = "the system ended a process of this build, perhaps for want of memory; try --jobs 1"
            raise OutputFailed(message) from error
        except (OSError, RuntimeError) as error:
            if isinstance(error, OSError) and error.errno not in {errno.EAGAIN, errno.ENOMEM}:
                raise
            if isinstance(error, RuntimeError) and "thread" not in str(error):
                raise
            _terminate(others)  # nobody would give them work
            raise OutputFailed("not enough memory, or too many processes; try --jobs 1") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            gc.unfreeze()


def _result(task: Any, meanwhile: Callable[[], None]) -> Any:
    while True:
        meanwhile()
        try:
            return task.result(_A_WHILE)
        except TimeoutError:
            if task.done():
                raise  # it is the work's own


def _do_meanwhile(meanwhile: Callable[[], None] | None, others: Sequence[Any]) -> None:
    """Do what is done meanwhile; if that gives the work up, nobody waits for what is being worked on."""
    if meanwhile is None:
        return
    try:
        meanwhile()
    except BaseException:
        _terminate(others)
        raise


def _terminate(others: Sequence[Any]) -> None:
    """End the processes of the pool, but not those that were there before."""
    from multiprocessing import active_children  # noqa: PLC0415 - slow to import

    for process in active_children():
        if process not in others:
            process.terminate()


#: In a worker process: what it was forked to do.
_task: list[Any] = []


def _begin(items: Sequence[Any], work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
    for number in ENDING_SIGNALS:  # the first process ends the work of all
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    gc.disable()  # it finds next to nothing in what is done here, for a tenth of the time
    _task[:] = items, work
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that forked it was killed: it would wait for work for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415
    from multiprocessing.connection import wait  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(part: range) -> Sequence[Any]:
    items, work = _task
    results: Sequence[Any] = work(items[part.start : part.stop])
    return results

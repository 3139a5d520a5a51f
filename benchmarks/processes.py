"""Run programs: how long they take, how much memory they have, how soon they serve a change."""

import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at memory, at least; and how many times the time that a look takes.
_PAUSE = 0.05
_PAUSE_FOR_A_LOOK = 20
#: What stands in front of a title in front matter, YAML or JSON.
_TITLE = re.compile(r'^\s*"?title"?: "?', re.MULTILINE)
#: Seconds between two requests to a server, between two savings, and until something must be served.
_ASK_AGAIN = 0.002
_QUIET = 1.0
_PATIENCE = 600.0


@dataclass(frozen=True)
class Run:
    """How long a command took, in seconds of wall time, and the most memory that its processes had, in MB."""

    seconds: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, and watch the memory of its processes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, most))
    watcher.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed: {said.decode()}")
    return Run(seconds, most[0])


def _watch(process: "subprocess.Popen[bytes]", most: list[float]) -> None:
    while process.poll() is None:
        began = time.perf_counter()
        most[0] = max(most[0], _memory(process.pid))
        time.sleep(max(_PAUSE, (time.perf_counter() - began) * _PAUSE_FOR_A_LOOK))


def _memory(pid: int) -> float:
    """Return the memory of a process and its children in MB; what they share counts once (PSS of Linux)."""
    total = 0.0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1]) / 1024
        for thread in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_memory(int(child)) for child in (thread / "children").read_text().split())
    except OSError:
        pass
    return total


@contextmanager
def serving(command: Sequence[str], folder: Path, port: int) -> Iterator[Callable[[str, str], None]]:
    """Run a server; yields what waits until the page at an address shows some words."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for(address: str, words: str) -> None:
        began = time.perf_counter()
        while words not in _get(port, address):
            if time.perf_counter() - began > _PATIENCE or process.poll() is not None:
                sys.exit(f"{' '.join(command)} does not serve {address}")
            time.sleep(_ASK_AGAIN)

    try:
        wait_for("/", "<")
        # Ours answers while its first build goes on, but for what is not there: that is known at the end.
        _get(port, "/there-is-no-such-page/")
        yield wait_for
    finally:
        process.terminate()
        process.wait()


def _get(port: int, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def save_to_served(
    command: Sequence[str],
    folder: Path,
    port: int,
    text: Path,
    address: str,
    rounds: int,
    *,
    is_title: bool = False,
) -> list[float]:
    """Return how many seconds pass from saving a text, or its title, until its page is served with it."""
    original = text.read_text("utf-8")
    seconds = []
    try:
        with serving(command, folder, port) as wait_for:
            for number in range(rounds + 1):
                time.sleep(_QUIET)
                words = f"Saved{number}times"
                began = time.perf_counter()
                edited = _TITLE.sub(rf"\g<0>{words} ", original, count=1) if is_title else original
                text.write_text(edited if is_title else f"{original}\n\n{words}\n", "utf-8")
                wait_for(address, words)
                seconds.append(time.perf_counter() - began)
    finally:
        text.write_text(original, "utf-8")
    return seconds[1:]  # the first save finds programs that have just begun

"""Measure the preview: how soon the first page can be read, and what it costs when nothing happens.

    python benchmarks/preview.py 10000

generates a site, starts ``serve`` on it cold and warm, and asks for a page at once. With a folder in place of
a number, a copy of that site is measured. Times of one machine say little about another.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import write_ours

_TICKS = os.sysconf("SC_CLK_TCK")
_IDLE_SECONDS = 10


def main(what: str) -> None:
    """Measure a generated site or a copy of a folder, and print a line for each figure."""
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary, "site")
        if what.isdecimal():
            site.mkdir()
            write_ours(int(what), site)
        else:
            site.mkdir()
            for name in ("content", "static", "site.toml"):
                source = Path(what, name)
                if source.is_dir():
                    shutil.copytree(source, site / name)
                elif source.exists():
                    shutil.copy(source, site / name)
        (page, *_) = sorted((site / "content/writeups").rglob("*.md"))
        address = f"/writeups/{page.name[:4]}/{page.stem[11:]}/"
        for state in ("cold", "warm"):
            _measure(site, address, state)


def _measure(site: Path, address: str, state: str) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "site_builder", "-C", str(site), "serve", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        _get(port, address)
        print(f"{state}: the page was there after {time.perf_counter() - began:.2f} s", flush=True)
        assert process.stdout is not None
        while "Built" not in process.stdout.readline():
            pass
        print(f"{state}: everything was there after {time.perf_counter() - began:.2f} s", flush=True)
        time.sleep(1)
        processes = [process.pid, *_children(process.pid)]
        before = sum(map(_seconds_of, processes))
        time.sleep(_IDLE_SECONDS)
        share = 100 * (sum(map(_seconds_of, processes)) - before) / _IDLE_SECONDS
        print(f"{state}: {share:.2f} % of a processor when nothing happens", flush=True)
    finally:
        process.terminate()
        process.wait(20)


def _get(port: int, address: str) -> None:
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            assert answer.status == 200, (answer.status, address)
            assert b"<h1" in answer.read()
        except ConnectionError:
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()


def _children(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "10000")

"""Build the same generated site with this program and with a peer, in turn, and print the ratios.

``make bench`` runs this. Times of different machines, and of different minutes of one machine, cannot be
compared; the ratios of one run can. The peer makes the same pages at the same addresses, which is checked.
"""

import argparse
import datetime
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generate import write_ours
from hugo_site import write_hugo

_HERE = Path(__file__).resolve().parent
#: Seconds between two looks at the memory of a process and its children.
_LOOK = 0.05


@dataclass(frozen=True)
class Run:
    """How long a command took, in seconds of wall time, and the most memory that its processes had, in MB."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Program:
    """A program with a site of its own."""

    name: str
    version: str
    write: Callable[[int, Path], None]
    command: Sequence[str]
    output: str
    #: What it leaves behind that makes the next build quicker.
    leftovers: tuple[str, ...]


def programs() -> tuple[Program, Program]:
    """Return this program and its peer, both installed beside the Python that runs this."""
    scripts = Path(sys.executable).parent
    said = subprocess.run([scripts / "hugo", "version"], capture_output=True, text=True, check=True).stdout
    ours = Program(
        "site-builder",
        version("site-builder"),
        write_ours,
        [str(scripts / "site-builder"), "build", "--quiet"],
        "_site",
        ("_site", ".site-builder"),
    )
    hugo = Program(
        "Hugo",
        re.findall(r"\bv(\d[\d.]*)", said)[0],
        write_hugo,
        [str(scripts / "hugo"), "--quiet"],
        "public",
        ("public", "resources", ".hugo_build.lock"),
    )
    return ours, hugo


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, and watch the memory of its processes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, most))
    watcher.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        sys.exit(f"{command} failed: {said.decode()}")
    return Run(seconds, most[0])


def _watch(process: "subprocess.Popen[bytes]", most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], _memory(process.pid))
        time.sleep(_LOOK)


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


def missing_pages(ours: Path, theirs: Path) -> list[str]:
    """Return the pages that one of two sites lacks, among those that both are to have."""
    kinds = ("writeups/*/*", "speakers/*", "organisations/*", "topics/*", "*", ".")

    def pages(site: Path) -> set[str]:
        found = [file for kind in kinds for file in site.glob(f"{kind}/index.html")]
        paths = {file.relative_to(site).as_posix() for file in found}
        return {path for path in paths if not path.startswith("series/")}

    others = (ours / "feed.xml", theirs / "index.xml", ours / "sitemap.xml", theirs / "sitemap.xml")
    return sorted(pages(ours) ^ pages(theirs)) + [str(file) for file in others if not file.exists()]


def measure(count: int, rounds: int, folder: Path) -> list[str]:
    """Build a site of so many writeups with both programs in turn, and return the rows of a table."""
    both = ours, hugo = programs()
    sites = {one.name: folder / f"{one.name}-{count}" for one in both}
    for one in both:
        shutil.rmtree(sites[one.name], ignore_errors=True)
        sites[one.name].mkdir(parents=True)
        one.write(count, sites[one.name])
    clean: dict[str, list[Run]] = {one.name: [] for one in both}
    for number in range(rounds):
        for one in both:
            for name in one.leftovers:
                left = sites[one.name] / name
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
            done = run(one.command, sites[one.name])
            clean[one.name].append(done)
            print(f"  {count:,} writeups, round {number + 1}: {one.name} {done.seconds:.1f} s", flush=True)
        missing = missing_pages(sites[ours.name] / ours.output, sites[hugo.name] / hugo.output)
        if missing:
            sys.exit(f"the two sites do not have the same pages: {', '.join(missing[:10])}")
    again = _edits(ours, sites[ours.name], count, rounds)
    return [
        _row(count, "clean build, everything on", clean[ours.name], clean[hugo.name]),
        *(_row(count, what, runs, clean[hugo.name]) for what, runs in again.items()),
    ]


def _edits(ours: Program, site: Path, count: int, rounds: int) -> dict[str, list[Run]]:
    text = sorted((site / "content/writeups").rglob("*.md"))[count // 2]
    again: dict[str, list[Run]] = {"nothing changed": [], "one body changed": [], "one title changed": []}
    for number in range(rounds):
        again["nothing changed"].append(run(ours.command, site))
        text.write_text(f"{text.read_text('utf-8')}\nOne more line, number {number}.\n", "utf-8")
        again["one body changed"].append(run(ours.command, site))
        text.write_text(text.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
        again["one title changed"].append(run(ours.command, site))
    return again


def _row(count: int, what: str, ours: list[Run], theirs: list[Run]) -> str:
    our_time, their_time = (statistics.median(one.seconds for one in runs) for runs in (ours, theirs))
    our_memory, their_memory = (statistics.median(one.memory for one in runs) for runs in (ours, theirs))
    return (
        f"| {count:,} | {what} | {our_time / their_time:.2f} | {our_memory / their_memory:.2f} "
        f"| {our_time:.1f} s / {their_time:.1f} s | {our_memory:.0f} MB / {their_memory:.0f} MB |"
    )


def main() -> None:
    """Measure, and print or save the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="how many writeups, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=_HERE.parent / ".bench" / "sites")
    parser.add_argument("--save", action="store_true", help="write benchmarks/RESULTS.md")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rows = [row for size in sizes for row in measure(size, options.rounds, options.folder)]
    head = ["writeups", "what", "time, ours / Hugo", "memory, ours / Hugo", "median times", "median memory"]
    table = "\n".join([f"| {' | '.join(head)} |", "|--:|---|--:|--:|---|---|", *rows])
    print(table)
    if options.save:
        text = _RESULTS.format(
            table=table,
            day=datetime.datetime.now(datetime.UTC).date(),
            names=" and ".join(f"{one.name} {one.version}" for one in programs()),
            machine=f"{len(os.sched_getaffinity(0))} cores, {platform.machine()}",
            python=platform.python_version(),
            rounds=options.rounds,
        )
        (_HERE / "RESULTS.md").write_text(text, encoding="utf-8")


_RESULTS = """\
# Measured against a peer

`make bench` makes this table anew. {names}, Python {python}, {machine}; {rounds} rounds in turn on {day}.
Ratios are of medians of one run, always to a clean build of Hugo, which builds everything again whatever was
changed. The times and sizes beside them mean nothing on another machine, or on this one at another hour.
Memory is that of all processes together.

{table}

Both sites have the same pages at the same addresses: every writeup, speaker, organisation and topic, their
indexes, home, a feed and a sitemap. Ours has everything on: pages of years and series, a feed for everybody
and everything, related writeups, and the default theme, where Hugo's is a plain one.
"""


if __name__ == "__main__":
    main()

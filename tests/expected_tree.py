"""The expected output of the demonstration archive, as a fingerprint of each file.

python -m tests.expected_tree accept    builds the archive and takes its output as what is expected
python -m tests.expected_tree diff      shows what differs from the output of the last commit, line by line
"""

import difflib
import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from PIL import Image

from tests.conftest import ROOT, TODAY, tree

EXPECTED = ROOT / "tests/expected/demonstration.txt"
#: Begins the line with the path of a text.
_HEADING = "==== "
#: A small site with one of everything, and the texts of its output.
RICH, EXPECTED_TEXTS = ROOT / "tests/sites/rich", ROOT / "tests/expected/rich.txt"
_LONGEST_LINE = 200


def fingerprints(output: Path) -> dict[str, str]:
    """What must not change of each file of an output. Pagefind's files differ from run to run."""
    return {
        path: fingerprint(path, data)
        for path, data in tree(output).items()
        if not path.startswith(("pagefind/", ".site-builder/"))
    }


def fingerprint(path: str, data: bytes) -> str:
    """The digest of a file, or of what is in it where a version of a library shows in its bytes."""
    if path.endswith(".sqlite"):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            data = "\n".join(_rows(connection)).encode()
    elif path.endswith((".png", ".jpg", ".jpeg", ".webp")):
        with Image.open(io.BytesIO(data)) as image:
            return f"{image.format} {image.width}x{image.height}"
    return hashlib.sha256(data).hexdigest()[:16]


def _rows(connection: sqlite3.Connection) -> Iterator[str]:
    """What was put into a database: not the index of its full-text table, whose bytes depend on SQLite's version."""
    statements = connection.execute(
        "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    )
    objects = statements.fetchall()
    full_text = [name for name, _, sql in objects if sql.startswith("CREATE VIRTUAL TABLE")]
    for name, kind, sql in objects:
        if not name.startswith(tuple(f"{table}_" for table in full_text)):
            yield sql
            if kind == "table":
                yield from map(repr, connection.execute(f'SELECT * FROM "{name}"'))


def expected() -> dict[str, str]:
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def accept(output: Path) -> None:
    lines = (f"{path}\t{mark}\n" for path, mark in fingerprints(output).items())
    EXPECTED.write_text("".join(lines), encoding="utf-8")


def texts(output: Path) -> dict[str, str]:
    """The files of an output that somebody could read, but for what is the same for every site."""
    return {
        path: data.decode()
        for path, data in tree(output).items()
        if path.endswith((".html", ".json", ".xml", ".csv", ".ics", ".txt", ".bib", ".ris", ".jsonl"))
        and not path.startswith(("assets/", "pagefind/", ".site-builder/"))
        and path != "data/archive.schema.json"
    }


def changes(found: Mapping[str, str]) -> list[str]:
    """The files that are not as expected, each with what is wrong."""
    wanted = expected()
    problems = dict.fromkeys(wanted.keys() - found.keys(), "is not there")
    problems |= dict.fromkeys(found.keys() - wanted.keys(), "is new")
    problems |= {path: "has changed" for path in wanted.keys() & found.keys() if wanted[path] != found[path]}
    return [f"{path} {problem}" for path, problem in sorted(problems.items())]


def build(code: Path, output: Path, site: Path | None = None) -> None:
    """Build the archive of a checkout, or another site, with the code of the checkout."""
    env = {**os.environ, "PYTHONPATH": str(code), "SOURCE_DATE_EPOCH": str(TODAY)}
    command = [sys.executable, "-m", "site_builder", "-C", str(site or code), "build", "--quiet"]
    subprocess.run([*command, "--out", str(output)], env=env, cwd=code, check=True)


def accept_texts(folder: Path) -> None:
    site, output = folder / "rich", folder / "rich_output"
    shutil.copytree(RICH, site)
    build(ROOT, output, site)
    parts = (f"{_HEADING}{path}\n{text}" for path, text in texts(output).items())
    EXPECTED_TEXTS.write_text("\n".join(parts), encoding="utf-8", newline="")


def expected_texts() -> dict[str, str]:
    """The texts by path; each ends in a newline that the file has beside its own."""
    parts = ("\n" + EXPECTED_TEXTS.read_bytes().decode()).split(f"\n{_HEADING}")[1:]
    return {path: text for path, _, text in (part.partition("\n") for part in parts)}


def diff(output: Path) -> Iterator[str]:
    """The lines in which the output differs from that of the last commit."""
    with tempfile.TemporaryDirectory() as folder:
        code, before = Path(folder, "code"), Path(folder, "before")
        # Without the tests: a broken site among them has a link to elsewhere, which is not unpacked.
        command = ["git", "archive", "HEAD", "--", ":!tests"]
        archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(code, filter="data")
        build(code, before)
        old, new = tree(before), tree(output)
        for path in sorted(old.keys() | new.keys()):
            texts = [files.get(path, b"").decode("utf-8", "replace").splitlines() for files in (old, new)]
            if not path.startswith(("pagefind/", ".site-builder/")):
                yield from difflib.unified_diff(*texts, f"before/{path}", f"now/{path}", n=0, lineterm="")


def main(command: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "_site")
        build(ROOT, output)
        if command == "accept":
            accept(output)
            accept_texts(Path(folder))
        else:
            for line in diff(output):
                print(line[:_LONGEST_LINE])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "diff")

"""Which places of the program report a problem, and which of them no broken site reaches.

Run as ``python -m tests.reporting_places``: the program runs in this process, with the places being counted.
"""

import ast
import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from site_builder import errors
from site_builder.cli import cli
from tests.broken_sites import SITES, write
from tests.conftest import ROOT, TODAY

PACKAGE = ROOT / "site_builder"


class ReportingPlace(NamedTuple):
    file: str
    first_line: int
    last_line: int
    source: str


def places() -> list[ReportingPlace]:
    """Every call that makes a problem."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and is_report(node.func) and file.name != "errors.py":
                last = node.end_lineno or node.lineno
                source = " ".join(line.strip() for line in lines[node.lineno - 1 : last])
                found.append(ReportingPlace(str(file), node.lineno, last, source))
    return found


def is_report(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in {"error", "warning"} and "diagnostics" in ast.unparse(function.value)
    return isinstance(function, ast.Name) and function.id == "Problem"


def missed() -> list[ReportingPlace]:
    """The places that none of the broken sites reaches."""
    reached: set[tuple[str, int]] = set()

    def counted(original: Any) -> Any:
        def call(*arguments: Any, **keywords: Any) -> Any:
            caller = sys._getframe(1)
            reached.add((caller.f_code.co_filename, caller.f_lineno))
            return original(*arguments, **keywords)

        return call

    errors.Diagnostics.error = counted(errors.Diagnostics.error)  # type: ignore[method-assign]
    errors.Diagnostics.warning = counted(errors.Diagnostics.warning)  # type: ignore[method-assign]
    errors.Problem.__init__ = counted(errors.Problem.__init__)  # type: ignore[method-assign]
    os.environ["SOURCE_DATE_EPOCH"] = str(TODAY)
    for file in sorted((ROOT / "tests/invalid").glob("*/expected.txt")):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(file.parent, Path(folder, "site"), symlinks=True)
            command = file.parent / "command.txt"
            run(Path(folder, "site"), command.read_text().split() if command.exists() else ["build"])
    for site in SITES.values():
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), site.files)
            run(Path(folder), list(site.command))
    return [
        place
        for place in places()
        if not any((place.file, line) in reached for line in range(place.first_line, place.last_line + 1))
    ]


def run(site: Path, command: list[str]) -> None:
    quiet = io.StringIO()
    with (
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
        contextlib.suppress(errors.SiteError, SystemExit, Exception),
    ):
        cli(["-C", str(site), *command], standalone_mode=False)


if __name__ == "__main__":
    for place in missed():
        print(f"{Path(place.file).relative_to(PACKAGE).as_posix()}: {place.source}")

"""What the tests of importers share: a site, a source, and the questions asked of every import."""

import re
import zipfile
from pathlib import Path
from typing import Any

from tests.conftest import SiteFolder

SOURCES = Path(__file__).parent / "sources"


def imported(
    site: SiteFolder, *arguments: str | Path, drafts: bool = True, builds: bool = False
) -> dict[str, Any]:
    """Import a source: the totals add up, a build has no error, and no internal link is broken.

    Returns the report. ``builds`` makes the site, too, for who looks at its pages.
    """
    result = site.run("import", *map(str, arguments), "--json")
    assert result.code == 0, result.err + result.out
    report: dict[str, Any] = result.json
    assert adds_up(report)
    if builds:
        build = site.build(*(["--drafts"] if drafts else []))
        assert build.code == 0, build.err
    check = site.run("check", *(["--drafts"] if drafts else []))
    assert check.code == 0, check.err
    assert "broken-link" not in check.err
    return report


def adds_up(report: dict[str, Any]) -> bool:
    parts = ("new", "updated", "left_alone", "left_out")
    return bool(report["items"] == sum(len(report[part]) for part in parts) + report["unchanged"])


def text_of(site: SiteFolder, pattern: str) -> str:
    """The one file of the content that a pattern matches."""
    files = [file for file in (site.root / "content").rglob("*") if re.search(pattern, file.as_posix())]
    assert len(files) == 1, files
    return files[0].read_text(encoding="utf-8")


def folder(root: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with some files."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def archive(file: Path, files: dict[str, bytes]) -> Path:
    """A zip archive with some files, whatever their names are."""
    with zipfile.ZipFile(file, "w") as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return file


def kinds(report: dict[str, Any]) -> list[str]:
    """The kinds of the questions of a report."""
    return [question["kind"] for question in report["questions"]]

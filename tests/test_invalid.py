"""A tiny broken site for each rule, with the exact words that its author reads."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.errors import Rule
from tests.broken_sites import SITES, copy_of, expected
from tests.conftest import ROOT, SiteFolder, tree

INVALID = Path(__file__).parent / "invalid"


def test_every_rule_has_a_broken_site() -> None:
    assert {folder.name for folder in INVALID.iterdir()} == {rule.value for rule in Rule}


@pytest.mark.parametrize("rule", sorted(rule.value for rule in Rule))
def test_a_broken_site_gets_exactly_its_message(rule: str, tmp_path: Path) -> None:
    shutil.copytree(INVALID / rule, tmp_path / "site", symlinks=True)
    site = SiteFolder(tmp_path / "site")
    expected = (site.root / "expected.txt").read_text(encoding="utf-8").splitlines()
    before = tree(site.root)
    asked = site.root / "command.txt"  # what tells the problem, where that is not a build
    command = asked.read_text(encoding="utf-8").split() if asked.exists() else ["build"]
    result = site.run(*command, *(["--as-of", "2026-01-01"] if command[0] in {"build", "check"} else []))
    assert result.problems == expected
    assert all(f" {rule}: " in line for line in expected)
    is_warning = all(": warning: " in line for line in expected)
    assert result.code == (0 if is_warning else 1)
    if not is_warning:
        assert tree(site.root) == before, "nothing of the author's is touched, and nothing is written"
        assert not (site.root / "_site").exists()
        count = "1 error" if len(expected) == 1 else f"{len(expected)} errors"
        nothing = "nothing was written." if command == ["build"] else "no file was changed."
        assert f"Found {count}; {nothing}" in result.err


@pytest.mark.parametrize("name", SITES)
def test_a_broken_place_gets_exactly_its_message(name: str, tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    result = site.run(*copy_of(name, tmp_path).command)
    assert result.problems == expected()[name], "python -m tests.broken_sites accepts what is meant"
    assert expected()[name]


#: Places that no site reaches: what the system refuses to everybody but root, who runs tests in containers,
#: and what stands behind other checks.
NOT_REACHED = {
    'config.py: diagnostics.error(place, Rule.UNREADABLE, reason, "check the permissions of the file")',
    'linking/attachments.py: diagnostics.error(file.place, Rule.ADDRESS_COLLISION, message, "rename one of the two")',
    "redaction/report.py: diagnostics.error(place, Rule.PROTECTED_NAME, message, hint)",
    "render/render.py: diagnostics.error( Place(f\"{file.parents[path.count('/')].name}/{path}\"), Rule.PROTECTED_NAME, "
    "message, hint )",
    'schema/yaml_text.py: diagnostics.error(place, Rule.CONTROL_CHARACTER, "a character that YAML does not allow", hint)',
    'sources/discover.py: diagnostics.error(Place(folder), Rule.UNREADABLE, error.strerror or "cannot be read", hint)',
    'sources/discover.py: diagnostics.error(Place(path), Rule.UNREADABLE, error.strerror or "cannot be read", hint)',
}


def test_every_place_that_reports_has_a_broken_site() -> None:
    command = [sys.executable, "-m", "tests.reporting_places"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.splitlines()) == NOT_REACHED

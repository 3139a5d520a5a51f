"""A tiny broken site for each rule, with the exact words that its author reads."""

import shutil
from pathlib import Path

import pytest

from site_builder.errors import Rule
from tests.conftest import SiteFolder, tree

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

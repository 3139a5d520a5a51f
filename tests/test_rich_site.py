"""A small site with one of everything: every text of its output is what was accepted."""

import difflib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import expected_tree
from tests.conftest import ROOT, TODAY, SiteFolder

EXPECTED = expected_tree.expected_texts()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = SiteFolder(tmp_path_factory.mktemp("rich") / "site")
    shutil.copytree(expected_tree.RICH, site.root)
    result = site.build(full_text=True)
    assert result.code == 0, result.err
    return site.root / "_site"


def test_there_are_the_files_that_were_accepted(output: Path) -> None:
    assert list(expected_tree.texts(output)) == list(EXPECTED)


def test_every_text_is_what_was_accepted(output: Path) -> None:
    """A change that is meant: `make expected`, and look at the difference in the commit."""
    changed: list[str] = []
    for path, text in expected_tree.texts(output).items():
        wanted = EXPECTED.get(path, "").splitlines()
        changed += difflib.unified_diff(wanted, text.splitlines(), path, path, n=0, lineterm="")
    assert not changed, "\n".join(line[:300] for line in changed[:60])
    assert expected_tree.texts(output) == EXPECTED


def test_nothing_depends_on_the_order_in_which_arguments_are_evaluated(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "site")
    shutil.copytree(expected_tree.RICH, site.root)
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(TODAY)}
    command = [sys.executable, "-m", "tests.reversed_arguments", "-C", str(site.root), "build", "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert expected_tree.texts(site.root / "_site") == EXPECTED

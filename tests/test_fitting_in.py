"""What lets the program fit into its surroundings: versions, ``doctor``, completion, the manual page, hooks."""

import json
import os
import re
import shutil
import subprocess

import pytest
import yaml

from site_builder import __version__
from tests.conftest import COMMAND, ROOT, SiteFolder
from tests.manual import MAN_PAGE


def test_the_versions_of_libraries(site: SiteFolder) -> None:
    out = site.run("--version").out
    assert out.startswith(f"site-builder, version {__version__}\nPython 3.")
    for library in ("click", "jinja2", "livereload", "markdown", "python-frontmatter"):
        assert re.search(rf"\b{library} \d", out), library


def test_doctor(site: SiteFolder) -> None:
    site.writeup("a")
    result = site.run("doctor")
    assert result.code == 0
    assert "1 files of content" in result.out or "1 file of content" in result.out
    findings = json.loads(site.run("doctor", "--json").out)["findings"]
    extras = {finding["subject"] for finding in findings if finding["subject"].startswith("extra ")}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    declared = project.partition("[project.optional-dependencies]\n")[2].partition("\n\n")[0]
    assert extras == {f"extra {line.partition(' ')[0]}" for line in declared.splitlines()}


def test_doctor_names_the_command_that_brings_an_extra(site: SiteFolder) -> None:
    other = "import importlib.metadata as m; v = m.version\ndef none(name):\n    if name == 'pagefind':\n        raise m.PackageNotFoundError\n    return v(name)\nm.version = none"
    out = site.run("doctor", first=other).out
    assert re.search(r'--  extra search +missing: .*\n +".*python.*" -m pip install "pagefind\[bin\]', out)


def test_doctor_sees_a_broken_site(site: SiteFolder) -> None:
    site.write("site.toml", "title = \n")
    result = site.run("doctor")
    assert result.code == 1
    assert "run site-builder check" in result.out


@pytest.mark.parametrize(
    ("words", "completed"), [("site-builder che", "check"), ("site-builder list peo", "people")]
)
def test_completion_in_bash(words: str, completed: str) -> None:
    env = {
        **os.environ,
        "_SITE_BUILDER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    program = COMMAND if len(COMMAND) == 1 else ["site-builder"]
    script = shutil.which("site-builder", path=f"{ROOT}/.venv/bin") or program[0]
    done = subprocess.run([script], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert f"plain,{completed}" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_of_shells(site: SiteFolder, shell: str) -> None:
    result = site.run("completion", shell)
    assert result.code == 0
    assert "_SITE_BUILDER_COMPLETE" in result.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=result.out, text=True, check=True, timeout=30)


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_manual_page_can_be_set() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(MAN_PAGE)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "SITE" in done.stdout
    assert done.stderr == ""


def test_the_hook_of_pre_commit_names_a_command() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == "site-builder check"
    assert not hook["pass_filenames"]

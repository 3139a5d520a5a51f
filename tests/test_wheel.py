"""The wheel, installed where there is no checkout, builds a site with the whole default theme."""

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from tests.conftest import FRONT, ROOT, tree


def run(*arguments: str | Path, **options: Any) -> str:
    process = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False, **options)
    assert process.returncode == 0, process.stderr[-3000:]
    return process.stdout


def test_the_wheel_builds_a_site_of_one_file(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    site = tmp_path / "site"
    (site / "content/writeups").mkdir(parents=True)
    (site / "content/writeups/a.md").write_text(
        FRONT.format(title="A", more="speakers: [Ada]\n", body="Text.")
    )
    elsewhere = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": ""}}
    assert run(programs / "site-builder", "-C", site, "build", **elsewhere).startswith("Built ")
    built = tree(site / "_site")
    assert b"--accent: #1f4d5c" in built["assets/site.css"]
    assert b"const fold" in built["assets/search.js"]
    pages = {"index.html", "writeups/2020/a/index.html", "speakers/ada/index.html", "favicon.svg", "404.html"}
    assert pages <= set(built)
    where = run(programs / "python", "-c", "import site_builder; print(site_builder.__file__)", **elsewhere)
    assert str(tmp_path) in where

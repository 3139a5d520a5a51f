"""The sdist and the wheel hold what they must; the wheel, installed where there is no checkout, builds a site."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

from site_builder import __version__
from tests.conftest import FRONT, ROOT, tree
from tests.newcomer import PAGE, session


def run(*arguments: str | Path, **options: Any) -> str:
    process = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False, **options)
    assert process.returncode == 0, process.stderr[-3000:]
    return process.stdout


def below(folder: str) -> set[str]:
    files = (
        file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts
    )
    return {file.relative_to(ROOT).as_posix() for file in files}


def wanted_in_wheel() -> set[str]:
    theme = {f"site_builder/theme/{path}" for path in below("templates") | below("static")}
    manual = {f"site_builder/manual_pages/{path.removeprefix('docs/')}" for path in below("docs")}
    info = f"site_builder-{__version__}.dist-info"
    return {
        *below("site_builder"),
        *theme,
        *manual,
        f"site_builder-{__version__}.data/data/share/man/man1/site-builder.1",
        *(
            f"{info}/{name}"
            for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
        ),
    }


def wanted_in_sdist() -> set[str]:
    texts = {"README.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", "pyproject.toml"}
    return below("site_builder") | below("templates") | below("static") | below("docs") | texts


def files_of_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_of_sdist(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}


def test_the_wheel_builds_a_site_and_serves_a_newcomer(tmp_path: Path) -> None:
    # The sdist first, and the wheel from what is in it.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", ROOT)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    [sdist] = (tmp_path / "dist").glob("*.tar.gz")
    assert files_of_wheel(wheel) == wanted_in_wheel()
    assert wanted_in_sdist() <= files_of_sdist(sdist)
    assert not [path for path in files_of_sdist(sdist) if path.startswith(("tests/", "content/"))]
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
    desk = tmp_path / "desk"
    desk.mkdir()
    transcript = session(programs / "site-builder", desk)
    if os.environ.get("SITE_BUILDER_ACCEPT"):
        PAGE.write_text(transcript, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == transcript, (
        "SITE_BUILDER_ACCEPT=1 writes it, if it is what is meant"
    )

"""Measure the index of texts, ours beside Hugo with the same program on its pages.

    .venv/bin/python benchmarks/full_text.py [COUNT]

Both index the same generated writeups with Pagefind; Hugo's plain pages have no facets.
"""

import shutil
import sys
from pathlib import Path

from generate import write_ours
from peers import write_hugo
from processes import run

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / ".bench" / "full-text"
_PAGEFIND = [sys.executable, "-m", "pagefind"]


def main(count: int) -> None:
    """Print the time and memory of each program, with and without an index."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    ours, hugo = _FOLDER / "ours", _FOLDER / "hugo"
    for folder, write in ((ours, write_ours), (hugo, write_hugo)):
        folder.mkdir(parents=True)
        write(count, folder)
    builder = [sys.executable, "-m", "site_builder", "build", "--quiet"]
    rows = []
    for name, command in (("ours, no index", [*builder, "--no-full-text"]), ("ours, with index", builder)):
        shutil.rmtree(ours / "_site", ignore_errors=True)
        shutil.rmtree(ours / ".site-builder", ignore_errors=True)
        rows.append((name, run(command, ours)))
    shutil.rmtree(hugo / "public", ignore_errors=True)
    rows.append(("Hugo, no index", run([str(_ROOT / ".bench/venv/bin/hugo"), "--quiet"], hugo)))
    pages = [*_PAGEFIND, "--site", "public", "--glob", "writeups/*/*/index.html", "--root-selector", "main"]
    rows.append(("Pagefind on Hugo's pages", run(pages, hugo)))
    for name, one in rows:
        print(f"{name:26} {one.seconds:7.2f} s {one.memory:8.0f} MB")
    for name, folder in (("ours", ours / "_site/pagefind"), ("Hugo", hugo / "public/pagefind")):
        files = [file for file in folder.rglob("*") if file.is_file()]
        print(f"{name}: {len(files):,} files, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB")
    shutil.rmtree(_FOLDER)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

"""A disk that refuses the n-th call of an operation, once or from there on: the site is the old or the new one."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SiteFolder, examples, tree

FAULT = """
import errno, io, os
calls = 0
def is_ours(path):
    path = os.fspath(path) if not isinstance(path, int) else ""
    path = path.decode() if isinstance(path, bytes) else path
    return path.startswith(root + "/_site") or path.startswith(root + "/._site.")
def counted(original, always=False):
    def run(path, *args, **kwargs):
        global calls
        if always or is_ours(path):
            calls += 1
            if calls == limit or (stays and calls > limit):
                raise OSError(errno.EIO, os.strerror(errno.EIO), None if always else path)
        return original(path, *args, **kwargs)
    return run
def opened(original):
    def run(file, mode="r", *args, **kwargs):
        if "w" in mode or "a" in mode:
            return counted(original)(file, mode, *args, **kwargs)
        return original(file, mode, *args, **kwargs)
    return run
def os_opened(original):
    def run(path, flags, *args, **kwargs):
        return (counted(original) if flags & os.O_CREAT else original)(path, flags, *args, **kwargs)
    return run
if name == "open":
    io.open = opened(io.open)
    os.open = os_opened(os.open)
elif name == "write":
    os.write = counted(os.write, always=True)
elif name == "rename":
    os.rename, os.replace = counted(os.rename), counted(os.replace)
else:
    setattr(os, name, counted(getattr(os, name)))
"""
OPERATIONS = ("open", "write", "rename", "mkdir", "unlink", "rmdir", "chmod", "utime", "fsync", "link")


def first(site: SiteFolder) -> None:
    shutil.rmtree(site.root / "_site")


def edited(site: SiteFolder) -> None:
    site.writeup("w1", body="Changed.", more="topics: [Housing]\n")


def restructured(site: SiteFolder) -> None:
    (site.root / "content/writeups/w2.md").unlink()
    site.writeup("w3", more="speakers: [Bela Brown]\ntopics: [Rivers]\n")
    site.write("static/folder", "now a file")
    (site.root / "static/folder-then/x.txt").unlink()
    (site.root / "static/folder-then").rmdir()
    site.write("static/folder-then", "now a file")
    (site.root / "static/file-then").unlink()
    site.write("static/file-then/x.txt", "now a folder")


@pytest.mark.parametrize("change", [first, edited, restructured])
@pytest.mark.parametrize("stays", [False, True])
def test_the_site_is_the_old_or_the_new_one(
    site: SiteFolder, change: Callable[[SiteFolder], None], stays: bool
) -> None:
    for number in range(1, 4):
        site.writeup(f"w{number}", more="speakers: [Ada Example]\n")
    site.write("static/folder-then/x.txt", "x")
    site.write("static/file-then", "x")
    assert site.build().code == 0
    before = site.root.parent / "before"
    shutil.copytree(site.root, before, symlinks=True)
    change(site)
    old = pages(site.root)
    after = site.root.parent / "after"
    shutil.copytree(site.root, after, symlinks=True)
    assert site.build().code == 0
    new = pages(site.root)
    faults = [(name, limit) for name in OPERATIONS for limit in (*range(1, 40), *range(40, 400, 7))]
    random.Random(change.__name__).shuffle(faults)  # the same with every run
    for name, limit in faults[: examples(5)]:
        shutil.rmtree(site.root)
        shutil.copytree(after, site.root, symlinks=True)
        facts = f"name, limit, stays, root = {name!r}, {limit}, {stays}, {str(site.root)!r}\n"
        done = site.build("--jobs", "1", before=facts + FAULT)
        found = pages(site.root)
        assert found in (old, new), (name, limit, done.err[-500:])
        if done.code == 0:
            assert found == new, (name, limit)
        else:
            # Where the disk refuses to have the list of files back, too, the next build has to look.
            said = ("is still there", "nothing was", "cannot", "build again")
            assert any(words in done.err for words in said), done.err


def pages(root: Path) -> dict[str, bytes]:
    """Return what a host would serve."""
    out = root / "_site"
    return (
        {path: data for path, data in tree(out).items() if not path.startswith(".")} if out.exists() else {}
    )

"""The output directory: what may be built into, what is touched, what survives a kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.output.commit import _outdated
from site_builder.output.manifest import Manifest
from site_builder.output.snapshot import scan_output
from site_builder.runtime.fingerprints import digest
from tests.conftest import COMMAND, SiteFolder, files_at_most, tree


def full_site(site: SiteFolder) -> SiteFolder:
    for number in range(6):
        site.writeup(f"w{number}", more="topics: [Energy]\n")
    site.write("static/robots-note.txt", "note")
    site.write("templates/note.html", "note")
    site.write("site.toml", 'title = "T"\nbase_url = "https://example.org/"\n')
    return site


@pytest.mark.parametrize(
    "out",
    [
        ".",
        "..",
        "/",
        "~",
        "content",
        "templates",
        "static",
        "content/writeups",
        "static/deep",
        "../..",
        "//",
        "./content/..",
    ],
)
def test_a_directory_that_holds_something_else_is_refused(site: SiteFolder, out: str) -> None:
    full_site(site)
    before = tree(site.root.parent)
    target = str(Path(out).expanduser()) if out.startswith(("~", "/")) else str(site.root / out)
    result = site.build("--out", target)
    assert result.code == 2, result.out
    assert "--out" in result.err
    assert tree(site.root.parent) == before


def test_a_link_to_the_content_is_refused(site: SiteFolder) -> None:
    full_site(site)
    (site.root / "out").symlink_to(site.root / "content")
    assert site.build("--out", str(site.root / "out")).code == 2


@pytest.mark.parametrize("name", ["CNAME", ".git/HEAD", "keep.txt", "index.html"])
def test_a_directory_of_somebody_else_is_refused_and_untouched(site: SiteFolder, name: str) -> None:
    full_site(site)
    file = site.write(f"_site/{name}", "mine")
    result = site.build()
    assert result.code == 2
    assert "did not write" in result.err
    assert file.read_text() == "mine"
    assert len(tree(site.root / "_site")) == 1


def test_files_of_others_in_our_directory_stay(site: SiteFolder) -> None:
    full_site(site).build()
    kept = site.write("_site/CNAME", "example.org")
    site.write("_site/writeups/2020/w1/photo.jpg", "x")
    (site.root / "content/writeups/w1.md").unlink()
    assert site.build().code == 0
    assert kept.read_text() == "example.org"
    assert (site.root / "_site/writeups/2020/w1/photo.jpg").exists()
    assert not (site.root / "_site/writeups/2020/w1/index.html").exists()
    assert not (site.root / "_site/writeups/2020/w0/extra").exists()


def test_a_file_of_somebody_else_in_the_way_is_not_replaced(site: SiteFolder) -> None:
    full_site(site).build()
    file = site.write("_site/writeups/2020/new/index.html", "mine")
    site.writeup("new")
    result = site.build()
    assert result.code == 2
    assert "in the way" in result.err
    assert file.read_text() == "mine"


def test_empty_folders_of_removed_pages_go(site: SiteFolder) -> None:
    full_site(site).build()
    shutil.rmtree(site.root / "content/writeups")
    site.writeup("only", more="topics: [Housing]\n")
    site.build()
    assert not (site.root / "_site/topics/energy").exists()
    assert tree(site.root / "_site") == clean_tree(site)


def clean_tree(site: SiteFolder) -> dict[str, bytes]:
    other = site.root.parent / "clean"
    if other.exists():
        shutil.rmtree(other)
    result = site.build("--out", str(other))
    assert result.code == 0, result.err
    return tree(other)


def test_an_output_edited_or_deleted_by_hand_is_repaired(site: SiteFolder) -> None:
    full_site(site).build()
    site.write("_site/index.html", "edited")
    (site.root / "_site/404.html").unlink()
    site.build()
    assert tree(site.root / "_site") == clean_tree(site)


def test_both_folders_can_be_deleted_at_any_time(site: SiteFolder) -> None:
    full_site(site).build()
    before = tree(site.root / "_site")
    shutil.rmtree(site.root / ".site-builder", ignore_errors=True)
    assert site.build().code == 0
    shutil.rmtree(site.root / "_site")
    assert site.build().code == 0
    assert tree(site.root / "_site") == before


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1, "files": {"../../x": ["y"]}}', '{"format": 9, "files": {}}']
)
def test_a_damaged_manifest_removes_nothing(site: SiteFolder, text: str) -> None:
    full_site(site).build()
    site.write("_site/.site-builder/manifest.json", text)
    before = tree(site.root.parent)
    result = site.build()
    assert result.code == 2
    assert "damaged" in result.err
    assert tree(site.root.parent) == before


def test_a_page_becomes_a_folder_and_a_folder_a_page(site: SiteFolder) -> None:
    site.write("content/people/ada.md", "---\nname: Ada\nformer_urls: [/old/x.html]\n---\n")
    site.build()
    site.write("content/people/ada.md", "---\nname: Ada\nformer_urls: [/old]\n---\n")
    site.write("static/y.txt", "x")
    assert site.build().code == 0
    (site.root / "static/y.txt").unlink()
    site.write("static/y.txt/z.txt", "x")
    site.write("static/old.txt", "x")
    assert site.build().code == 0
    assert tree(site.root / "_site") == clean_tree(site)


def test_a_folder_that_leads_out_of_the_output_is_not_followed(site: SiteFolder, tmp_path: Path) -> None:
    full_site(site).build()
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(site.root / "_site/speakers", ignore_errors=True)
    shutil.rmtree(site.root / "_site/topics")
    (site.root / "_site/topics").symlink_to(outside)
    result = site.build()
    assert result.code == 2
    assert "is a link, and a folder of the site goes there" in result.err
    assert not any(outside.iterdir())


@pytest.mark.parametrize(
    "obstacle", ["folder where a page goes", "file where a folder goes", "link for our own folder"]
)
def test_what_is_in_the_way_is_found_before_the_first_change(
    site: SiteFolder, obstacle: str, tmp_path: Path
) -> None:
    full_site(site).build()
    site.writeup("zed", more="topics: [Zed]\n")
    site.writeup("w1", body="Changed.")
    victim = tmp_path / "victim"
    (victim / "stage").mkdir(parents=True)
    (victim / "stage/precious").write_text("x")
    if obstacle.startswith("folder"):
        site.write("_site/writeups/2020/zed/index.html/mine.txt", "mine")
    elif obstacle.startswith("file"):
        site.write("_site/topics/zed", "mine")
    else:
        shutil.rmtree(site.root / "_site/.site-builder")
        (site.root / "_site/.site-builder").symlink_to(victim)
    before = tree(site.root / "_site")
    for options in (["--dry-run"], []):
        assert site.build(*options).code == 2
        assert tree(site.root / "_site") == before
    assert (victim / "stage/precious").exists()


@pytest.mark.parametrize(
    "obstacle", ["empty folder", "folders", "link to itself", "link to a folder", "pipe"]
)
@pytest.mark.parametrize("page", ["index.html", "topics/zed/index.html", "plain"])
def test_a_dry_run_foretells_what_a_build_does_with_an_obstacle(
    site: SiteFolder, obstacle: str, page: str, tmp_path: Path
) -> None:
    full_site(site).build()
    before = tree(site.root / "_site")
    site.writeup("zed", more="topics: [Zed]\n")
    site.write("static/plain", "x")
    place = site.root / "_site" / page
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    match obstacle:
        case "empty folder":
            place.mkdir()
        case "folders":
            (place / "one/two").mkdir(parents=True)
        case "link to itself":
            place.symlink_to(place.name)
        case "link to a folder":
            place.symlink_to(tmp_path)
        case _:
            os.mkfifo(place)
    foretold, result = site.build("--dry-run"), site.build()
    assert foretold.code == result.code
    if obstacle in {"empty folder", "folders"} or (page == "index.html" and obstacle != "pipe"):
        assert result.code == 0, result.err
        assert tree(site.root / "_site") == clean_tree(site)
    else:
        assert result.code == 2
        assert f"{page} is in the way of" in result.err
        assert {**before, **tree(site.root / "_site")} == before


@pytest.mark.parametrize("folder", ["topics", "topics/energy"])
def test_pages_that_are_gone_are_not_removed_through_a_link(
    site: SiteFolder, folder: str, tmp_path: Path
) -> None:
    full_site(site).build()
    outside = tmp_path / "outside"
    shutil.move(site.root / "_site" / folder, outside)
    (site.root / "_site" / folder).symlink_to(outside)
    kept = tree(outside)
    for number in range(6):
        site.writeup(f"w{number}")
    result = site.build()
    assert result.code == 0, result.err
    assert tree(outside) == kept
    assert f"{folder}/" in result.err, "what is left alone is named"


def test_a_second_build_at_the_same_time_says_so_and_stops(site: SiteFolder) -> None:
    full_site(site).build()
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import sys\nfrom pathlib import Path\nfrom site_builder.output.directory import _locked\n"
         "with _locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()",
         str(site.root / "_site")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        result = site.build()
        assert result.code == 1
        assert "another build is writing" in result.err
        holder.kill()
    assert site.build().code == 0, "the lock ends with its process"


#: Ends the process at the operation whose number takes the place of LIMIT.
FAULT = """
import os
from pathlib import Path
limit = LIMIT
calls = 0
def count():
    global calls
    calls += 1
    if calls == limit:
        os._exit(137)
for name in ("replace", "unlink", "mkdir", "rmdir", "chmod"):
    def wrap(original):
        def run(*args, **kwargs):
            count()
            return original(*args, **kwargs)
        return run
    setattr(Path, name, wrap(getattr(Path, name)))
"""


def test_a_build_killed_at_any_operation_leaves_whole_files_and_the_next_one_mends_it(
    site: SiteFolder,
) -> None:
    full_site(site).build()
    old = tree(site.root / "_site")
    shutil.copytree(site.root / "_site", site.root.parent / "old")
    site.writeup("w1", body="Changed.", more="topics: [Housing]\n")
    (site.root / "content/writeups/w2.md").unlink()
    new = clean_tree(site)
    whole = {path: {old.get(path), new.get(path)} for path in {*old, *new}}
    for limit in range(1, 200, 7):
        shutil.rmtree(site.root / "_site")
        shutil.copytree(site.root.parent / "old", site.root / "_site")
        killed = site.build(before=FAULT.replace("LIMIT", str(limit))).code == 137
        for path, data in tree(site.root / "_site").items():
            if not path.startswith(".site-builder/"):
                assert data in whole[path], (limit, path)
        assert site.build().code == 0
        assert tree(site.root / "_site") == new, limit
        if not killed:
            return
    pytest.fail("the build never ended")


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_build_stopped_from_outside_is_mended_by_the_next(site: SiteFolder, signal_number: int) -> None:
    for number in range(40):
        site.writeup(f"w{number}", body="Some *text*. " * 60)
    command = [*COMMAND, "-C", str(site.root), "build", "--no-full-text"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not (site.root / "_site").exists() and process.poll() is None and time.monotonic() < deadline:
        pass
    process.send_signal(signal_number)
    _, err = process.communicate()
    assert "Traceback" not in err
    if process.returncode != 0 and signal_number != signal.SIGKILL:
        assert process.returncode == 128 + signal_number
        assert "Stopped; " in err
    assert site.build().code == 0
    assert tree(site.root / "_site") == clean_tree(site)


def test_a_disk_that_refuses_a_file_leaves_the_last_good_site(site: SiteFolder) -> None:
    full_site(site).build()
    before = tree(site.root / "_site")
    site.write("static/large.bin", b"x" * 200_000)
    result = site.run("build", first=files_at_most(100_000))
    assert result.code == 1
    assert "the last good site is still there" in result.err
    assert tree(site.root / "_site") == before


def test_on_a_disk_without_regard_to_case_a_file_is_not_removed_under_its_old_name(tmp_path: Path) -> None:
    (tmp_path / "Notes.txt").write_text("x")
    (tmp_path / "gone.txt").write_text("x")
    snapshot = scan_output(tmp_path, {})
    os.link(tmp_path / "Notes.txt", tmp_path / "notes.txt")  # as such a disk shows one file under both names
    manifest = Manifest({path: (digest(b"x"),) for path in ("Notes.txt", "gone.txt")})
    assert _outdated(snapshot, {"notes.txt": digest(b"x")}, manifest, force=False) == (["gone.txt"], [])
    (tmp_path / "notes.txt").unlink()
    (tmp_path / "notes.txt").write_text("x")
    outdated, _ = _outdated(snapshot, {"notes.txt": digest(b"x")}, manifest, force=False)
    assert outdated == ["Notes.txt", "gone.txt"]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/hosts")])
def test_a_manifest_that_is_no_file_stops_the_build(site: SiteFolder, make: Callable[[Path], None]) -> None:
    site.writeup("a")
    assert site.build().code == 0
    manifest = site.root / "_site/.site-builder/manifest.json"
    manifest.unlink()
    make(manifest)
    result = site.build()
    assert result.code == 2
    assert str(manifest) in result.err


def test_what_a_killed_build_left_is_removed_by_the_next(site: SiteFolder) -> None:
    site.writeup("a")
    assert site.build().code == 0
    left = site.root / "._site.staging-4711"
    (left / "writeups").mkdir(parents=True)
    (site.root / "._site.staging-mine").mkdir()
    assert site.run("check").code == 0
    assert not left.exists()
    left.mkdir()
    assert site.build().code == 0
    assert not left.exists()
    assert (site.root / "._site.staging-mine").exists(), "no process made this"
    assert not (site.root / "_site/.site-builder/stage").exists()


@pytest.mark.parametrize("redirection", ["> /dev/full", ">&-", "2>&- > /dev/null", "<&- >&- 2>&-"])
def test_streams_that_cannot_be_written(site: SiteFolder, redirection: str) -> None:
    site.writeup("a")
    command = f"{' '.join(COMMAND)} -C '{site.root}' build --no-full-text {redirection}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == (1 if "full" in redirection else 0)
    assert "Traceback" not in done.stderr
    assert (site.root / "_site/index.html").exists()


def test_a_current_folder_that_was_deleted(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd '{gone}' && rmdir '{gone}' && exec {sys.executable} -P -m site_builder build"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "was deleted" in done.stderr

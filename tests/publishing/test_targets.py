"""Every kind of target, against a real server: only what has changed travels, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.formats.digests import DIGESTS
from site_builder.publishers.target import LOCK, RECORD
from site_builder.runtime.fingerprints import digest
from tests.conftest import TODAY, SiteFolder, tree
from tests.publishing.servers import PLACES, Place

#: Larger than all pages together, so that it shows whether it was sent again.
LARGE = random.Random(1).randbytes(400_000)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / f"place-{request.param}"
    folder.mkdir()
    with PLACES[request.param](folder) as made:
        yield made


@pytest.fixture
def archive(site: SiteFolder, place: Place) -> SiteFolder:
    site.write("site.toml", f"full_text_search = false\nopen_data = false\n[publish.web]\n{place.toml}\n")
    for number in range(4):
        site.writeup(f"w{number}", more=f"speakers: [Ada Example, Person {'ABCD'[number]} Sample]\n")
    site.write("static/large.bin", LARGE)
    site.write("static/grün & gelb/ä 1%.txt", "Ü")
    return site


def published(place: Place) -> dict[str, str]:
    """Digests of what readers get: without what publish adds, and keeps for itself."""
    own = {RECORD, LOCK, ".nojekyll", DIGESTS}
    return {path: digest(data) for path, data in place.tree().items() if path not in own}


def built(site: SiteFolder, **others: bytes) -> dict[str, str]:
    files = tree(site.root / "_site")
    own = {path: digest(data) for path, data in files.items() if not path.startswith(".site-builder")}
    return {**own, **{path: digest(data) for path, data in others.items()}}


def publish(site: SiteFolder, place: Place, *arguments: str, code: int = 0) -> str:
    result = site.run("publish", "--yes", *arguments, env=place.env)
    assert result.code == code, result.err + result.out
    return result.out + result.err


def test_only_what_has_changed_travels(archive: SiteFolder, place: Place) -> None:
    place.put("notes/by-hand.txt", b"mine")
    assert "new, 0 changed" in publish(archive, place)
    assert published(place) == built(archive, **{"notes/by-hand.txt": b"mine"})
    archive.writeup("w1", body="Other words.", more="speakers: [Ada Example, Person B Sample]\n")
    archive.root.joinpath("content/writeups/w3.md").unlink()
    first = place.proxy.sent if place.proxy else 0
    said = publish(archive, place)
    if place.proxy:
        assert first > len(LARGE)
        assert place.proxy.sent - first < len(LARGE) // 2
    assert published(place) == built(archive, **{"notes/by-hand.txt": b"mine"})
    assert "writeups/2020/w3/index.html" not in published(place)
    assert "0 removed" not in said
    assert "holds this very version" in publish(archive, place)


def test_what_is_broken_off_can_be_repeated(archive: SiteFolder, place: Place) -> None:
    if place.proxy is None:
        pytest.skip("a folder has no connection that breaks")
    publish(archive, place)
    archive.write("static/large.bin", LARGE[::-1])
    archive.writeup("w1", body="Other words.", more="speakers: [Ada Example, Person E Sample]\n")
    before = place.proxy.sent
    place.proxy.limit = before + 200_000
    said = publish(archive, place, code=1)
    assert "publishing again" in said or "cannot be reached" in said
    assert "Traceback" not in said
    place.proxy.limit = None
    publish(archive, place)
    assert published(place) == built(archive)


def test_what_was_killed_can_be_repeated(archive: SiteFolder, place: Place) -> None:
    if place.proxy is None:
        pytest.skip("the counted operations of test_publish.py kill that")
    place.put("by-hand.txt", b"mine")
    env = {**os.environ, **place.env, "SOURCE_DATE_EPOCH": str(TODAY)}
    command = [sys.executable, "-m", "site_builder", "-C", str(archive.root), "publish", "--yes"]
    archive.build()
    place.proxy.alarm = (place.proxy.sent + 150_000, lambda: process.send_signal(signal.SIGKILL))
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.wait(60) == -signal.SIGKILL
    publish(archive, place)
    assert published(place) == built(archive, **{"by-hand.txt": b"mine"})


def test_of_two_at_once_the_second_stops(archive: SiteFolder, place: Place) -> None:
    publish(archive, place)
    if RECORD not in place.tree() or "git" in place.toml:
        pytest.skip("git itself refuses the second push")
    place.put(LOCK, b'{"machine": "elsewhere", "process": 1, "began": "2026-10-01T09:00:00+00:00"}')
    archive.writeup("w9", body="New.")
    said = publish(archive, place, code=1)
    assert "another publication to this target began at 2026-10-01T09:00:00+00:00 on elsewhere" in said
    publish(archive, place, "--take-over")
    assert published(place) == built(archive)


def test_files_of_others_at_addresses_of_the_site_are_not_replaced(archive: SiteFolder, place: Place) -> None:
    place.put("index.html", b"<p>Another site</p>")
    said = publish(archive, place, code=1)
    assert "did not put there: index.html" in said
    assert place.tree()["index.html"] == b"<p>Another site</p>"
    publish(archive, place, "--adopt")
    assert published(place) == built(archive)

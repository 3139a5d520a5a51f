from pathlib import Path

from site_builder.runtime.fingerprints import (
    Digests,
    FileStat,
    Fingerprint,
    digest,
    disk_time,
    file_stat,
    fingerprint,
    scan,
)

SECOND = 1_000_000_000


def test_a_stat_counts_only_if_the_file_had_been_quiet() -> None:
    stat = FileStat(3, 5 * SECOND + 1, 7 * SECOND + 1, 1)
    assert fingerprint("d", stat, 7 * SECOND + 40_000_000) == Fingerprint("d", None), (
        "within a step of the clock"
    )
    assert fingerprint("d", stat, 7 * SECOND + 60_000_000) == Fingerprint("d", stat)
    coarse = FileStat(3, 7 * SECOND, 7 * SECOND, 1)
    assert fingerprint("d", coarse, 8 * SECOND) == Fingerprint("d", None), "a clock that counts in seconds"
    assert fingerprint("d", coarse, 10 * SECOND) == Fingerprint("d", coarse)
    assert fingerprint("d", stat, 6 * SECOND) == Fingerprint("d", None), "a file from the future"


def test_a_file_with_the_stat_it_had_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    tree = scan(tmp_path, ["a"])
    known = {"a": Fingerprint("remembered", tree.files["a"])}
    digests = Digests(tmp_path, tree.files, known)
    assert digests.of("a") == "remembered"
    assert not digests.has_read
    file.write_bytes(b"two")
    digests = Digests(tmp_path, scan(tmp_path, ["a"]).files, known)
    assert digests.known("a") is None
    assert digests.of("a") == digest(b"two")
    assert digests.has_read


def test_a_file_that_somebody_else_read_is_remembered_only_if_it_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(b"x")
    (tmp_path / "changed").write_bytes(b"x")
    tree = scan(tmp_path, ["same", "changed"])
    (tmp_path / "changed").write_bytes(b"another")
    moment = tree.files["same"].changed + 10 * SECOND
    assert Digests(tmp_path, tree.files, {}).fingerprints(moment) == {
        "same": Fingerprint(digest(b"x"), tree.files["same"])
    }


def test_folders_behind_links_are_looked_into_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "real/inner").mkdir(parents=True)
    (tmp_path / "real/inner/a").write_bytes(b"a")
    (tmp_path / "real/circle").symlink_to(tmp_path / "real")
    (tmp_path / "real/nowhere").symlink_to("missing")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real/file").symlink_to("inner/a")
    assert scan(tmp_path, ["link"]).files == {}
    tree = scan(tmp_path, ["link"], follow=frozenset({"link"}))
    assert set(tree.files) == {"link/inner/a", "link/file"}
    assert "link/nowhere ?" in tree.others
    assert scan(tmp_path, ["absent"]).others == ()
    assert f"link -> {'real'}" in tree.others


def test_the_clock_of_a_disk_goes_forward(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    file.write_bytes(b"")
    first = disk_time(file)
    assert first == file.stat().st_mtime_ns == file_stat(file.stat()).modified
    assert disk_time(file) >= first

import gc
import threading
from pathlib import Path

import pytest

from site_builder.runtime.store import CacheRecord, RecordChange, Store

MANY = {f"name {number}": CacheRecord(f"key {number}", b"data" * number) for number in range(300)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = Store(tmp_path / "x.state", "me")
    assert store.records("group") == {}
    store.commit(RecordChange("group", MANY), RecordChange("other", {"": CacheRecord("", b"1")}))
    return tmp_path / "x.state"


def test_what_was_kept_is_there_again(file: Path) -> None:
    store = Store(file, "me")
    assert store.records("group") == MANY
    assert store.records("group", ["name 3", "no such"]) == {"name 3": MANY["name 3"]}
    store.commit(RecordChange("group", {"new": CacheRecord("k", b"")}, ["name 3"]))
    assert Store(file, "me").records("group").keys() == {*MANY, "new"} - {"name 3"}
    store.commit(RecordChange("group", {"only": CacheRecord("k", b"")}, None))
    assert Store(file, "me").records("group") == {"only": CacheRecord("k", b"")}
    assert Store(file, "me").records("other") == {"": CacheRecord("", b"1")}


def test_the_records_of_another_program_are_not_there_and_are_replaced(file: Path) -> None:
    store = Store(file, "another")
    assert store.records("group") == {}
    store.commit(RecordChange("group", {"a": CacheRecord("k", b"")}))
    assert Store(file, "another").records("group") == {"a": CacheRecord("k", b"")}
    assert Store(file, "another").records("other") == {}


@pytest.mark.parametrize("at", range(0, 1000, 37))
def test_damage_is_never_believed(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    place = at * len(data) // 1000
    data[place : place + 40] = bytes(byte ^ 0x55 for byte in data[place : place + 40])
    file.write_bytes(data)
    store = Store(file, "me")
    assert store.records("group").items() <= MANY.items()
    store.commit(RecordChange("group", MANY, None))
    assert Store(file, "me").records("group") == MANY, "it is mended by the next build"


def test_a_disk_that_refuses_is_no_failure(tmp_path: Path) -> None:
    Store(tmp_path / "no/such/folder/x.state", "me").commit(RecordChange("group", MANY))
    (tmp_path / "folder.state").mkdir()
    store = Store(tmp_path / "folder.state", "me")
    store.commit(RecordChange("group", MANY))
    assert store.records("group") == {}


def test_a_new_store_keeps_what_is_committed_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "state", "program")
    store.commit(RecordChange("a", {"x": CacheRecord("k", b"1")}))
    store.commit(RecordChange("b", {"y": CacheRecord("k", b"2")}))
    again = Store(tmp_path / "state", "program")
    assert again.records("a") == {"x": CacheRecord("k", b"1")}
    assert again.records("b") == {"y": CacheRecord("k", b"2")}


def test_any_thread_may_collect_a_store_that_was_read(file: Path) -> None:
    class Holder:
        """Refers to itself, as what reads records does, so that only the collector of garbage ends it."""

        def __init__(self) -> None:
            self.store = Store(file, "me")
            self.read = self.one

        def one(self) -> CacheRecord | None:
            return self.store.record("group", "name 3")

    thread = threading.Thread(target=lambda: Holder().read())
    thread.start()
    thread.join()
    gc.collect()  # an exception in here fails the test, as all that cannot be raised does

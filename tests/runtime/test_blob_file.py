import os
from pathlib import Path

import pytest

from site_builder.runtime.blob_file import BlobFile


def other(name: str) -> bytes:
    return f"other {name}".encode()


@pytest.mark.parametrize("folder", ["here", "not-here"])
def test_texts_come_back_and_leave_nothing_behind(tmp_path: Path, folder: str) -> None:
    (tmp_path / "here").mkdir()
    spool = BlobFile(tmp_path / folder, other)
    texts = {f"t{number}": os.urandom(number * 100) for number in range(20)}
    for name, data in texts.items():
        spool.put(name, data)
    assert {name: spool.get(name) for name in reversed(texts)} == texts
    spool.put("t3", b"again")
    assert spool.get("t3") == b"again"
    assert spool.get("t4") == texts["t4"]
    assert spool.get("x") == b"other x"
    assert "t3" in spool
    assert "x" not in spool
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_processes_that_are_forked_read_the_same_texts(tmp_path: Path) -> None:
    spool = BlobFile(tmp_path, other)
    spool.put("a", b"first")
    spool.put("b", b"second")
    readers = []
    for name in ("a", "b"):
        pid = os.fork()
        if not pid:
            os._exit(len(spool.get(name)))
        readers.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in readers] == [5, 6]
    assert spool.get("a") == b"first"

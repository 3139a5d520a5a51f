"""A program on a leash ends with whoever started it, however that ended."""

import os
import subprocess
import sys
from pathlib import Path

from site_builder.runtime import supervised

#: Says that it runs, and then does so until its output is closed, which is never.
PROGRAM = "import sys, signal; print('runs', flush=True); signal.pause()"


def start(*program: str) -> tuple["subprocess.Popen[str]", int]:
    far, near = os.pipe()
    command = [sys.executable, "-I", supervised.__file__, *program]
    process = subprocess.Popen(command, stdin=far, stdout=subprocess.PIPE, text=True)
    os.close(far)
    return process, near


def test_a_program_ends_when_the_leash_is_let_go() -> None:
    process, near = start(sys.executable, "-c", PROGRAM)
    assert process.stdout is not None
    assert process.stdout.readline() == "runs\n"
    os.close(near)
    assert process.stdout.read() == "", "nobody holds the output any more: the program has ended too"
    assert process.wait(timeout=30) == 1
    process.stdout.close()


def test_the_exit_code_is_that_of_the_program(tmp_path: Path) -> None:
    process, near = start(
        sys.executable, "-c", f"import sys; open({str(tmp_path / 'x')!r}, 'w'); sys.exit(7)"
    )
    assert process.wait(timeout=30) == 7
    assert (tmp_path / "x").exists()
    os.close(near)
    assert process.stdout is not None
    process.stdout.close()

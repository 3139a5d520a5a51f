"""Signals that end the program."""

import subprocess
import sys

LOST = """
import os, signal
from site_builder.runtime.interruption import Interrupted, end_on_signals, uninterrupted

class Ends:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        print("goes on")

end_on_signals()
del (ends := [Ends()])[0]
try:
    with uninterrupted():
        print("is done")
except Interrupted as error:
    print("ended by", error.number)
"""


def test_a_signal_that_python_cannot_pass_on_ends_the_program_later() -> None:
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("ended by 2\n", "")

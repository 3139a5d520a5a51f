"""Runs a program that must not outlive whoever started it: ``python supervised.py PROGRAM ARGUMENT…``.

Standard input ends when the process that holds its other end does, even if that was killed.
"""

import os
import subprocess
import sys
import threading


def main() -> int:
    """Run the program, and return its exit code."""
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603 - no shell
    threading.Thread(target=_end_with_parent, args=(child,), daemon=True).start()
    return child.wait()


def _end_with_parent(child: "subprocess.Popen[bytes]") -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    child.kill()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())

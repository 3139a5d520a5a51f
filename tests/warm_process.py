"""Runs the program in forks of a process that has built a site: python -m tests.warm_process.

Starting Python, importing and compiling the templates take longer than building a small site. Each line of standard input is a
request in JSON; for each, the exit code is printed, or null if the time limit was reached.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def import_everything() -> None:
    import site_builder

    for module in pkgutil.walk_packages(site_builder.__path__, "site_builder."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def build_a_site() -> None:
    from site_builder.cli import main

    with tempfile.TemporaryDirectory() as folder:
        writeup = Path(folder) / "content/writeups/2020-01-02-a.md"
        writeup.parent.mkdir(parents=True)
        writeup.write_text("---\ntitle: A\ndate: 2020-01-02\n---\n\nText.\n", encoding="utf-8")
        sys.argv = ["site-builder", "-C", folder, "build", "--quiet", "--no-full-text", "--jobs", "1"]
        with contextlib.suppress(SystemExit):
            main()


def answer(request: dict[str, Any]) -> int | None:
    """Run the program in a fork, in a process group of its own."""
    child = os.fork()
    if child == 0:
        run(request)
    deadline = time.monotonic() + request["timeout"]
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, request["timeout"])
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return None if time.monotonic() >= deadline else os.waitstatus_to_exitcode(status)


def run(request: dict[str, Any]) -> None:
    code: object = 1
    try:
        os.setpgid(0, 0)
        for stream, path in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
            opened = os.open(path, os.O_RDWR | os.O_CREAT)
            os.dup2(opened, stream)
            os.close(opened)
        os.environ.clear()
        os.environ.update(request["env"])
        time.tzset()
        os.chdir(request["cwd"])
        exec(request["before"], {"__name__": "before"})
        sys.argv = ["site-builder", *request["arguments"]]
        from site_builder.cli import main

        main()
        code = 0
    except SystemExit as error:
        code = error.code
    except BaseException:  # noqa: BLE001 - printed as Python prints it, so that tests find the traceback
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


class WarmProcess:
    """Such a process, as long as the tests last."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, arguments: list[str], env: Mapping[str, str], timeout: float, before: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            out, err = f"{folder}/out", f"{folder}/err"
            request = {
                "arguments": arguments,
                "env": dict(env),
                "cwd": str(Path.cwd()),
                "timeout": timeout,
                "before": before,
                "out": out,
                "err": err,
            }
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            code = json.loads(self._process.stdout.readline())
            if code is None:
                raise subprocess.TimeoutExpired(arguments, timeout)
            texts = []
            for path in (out, err):
                with open(path, encoding="utf-8", errors="surrogateescape") as stream:  # noqa: PTH123
                    texts.append(stream.read())
            return subprocess.CompletedProcess(arguments, code, *texts)

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


def main() -> None:
    import_everything()
    build_a_site()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

"""A newcomer's first session with the installed program; its transcript is docs/newcomer-session.md."""

import os
import re
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from queue import Empty, Queue

from tests.conftest import ROOT, TODAY

PAGE = ROOT / "docs" / "newcomer-session.md"
_HEAD = """\
# A first session

What a newcomer types, and what the program answers, from nothing to a site. A test runs this with every change of the
program, so it is as it is written here; only times and the numbers of ports differ.

First, [install](installing.md) site-builder. Then:

"""
_TEXT = """\
[[Ada Example]] said that the harbour needs a dredger before it needs a masterplan.

> A plan does not move any mud.
> — Ada Example
"""


class Session:
    """Runs commands one after another, and writes down what a person would see."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self.folder = folder
        self._lines: list[str] = [_HEAD]
        zone = {"PYTHONPATH": "", "SOURCE_DATE_EPOCH": str(TODAY), "TZ": "UTC", "COLUMNS": "110"}
        self._env = {**os.environ, **zone}

    def say(self, words: str) -> None:
        self._lines.append(f"{words}\n\n")

    def run(self, *arguments: str, shown: str = "", code: int = 0) -> None:
        done = subprocess.run(
            [self._program, *arguments], cwd=self.folder, env=self._env, capture_output=True, text=True, encoding="utf-8",
            timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        self.show(f"$ site-builder {shown or ' '.join(arguments)}\n{done.stderr}{done.stdout}")

    def show(self, text: str) -> None:
        self._lines.append(f"```\n{text.rstrip()}\n```\n\n")

    def serve(self) -> "Served":
        return Served(self._program, self.folder, self._env)

    def transcript(self) -> str:
        text = "".join(self._lines)
        text = re.sub(r"\d\d:\d\d:\d\d (?=Built|Not built)", "10:15:00 ", text)
        text = re.sub(r"in \d+\.\d s", "in 0.2 s", text)
        text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text)
        return text.rstrip() + "\n"


class Served:
    """The preview, with what it prints."""

    def __init__(self, program: Path, folder: Path, env: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._process = subprocess.Popen(
            [program, "serve", "--port", str(self.port)], cwd=folder, env=env, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        self._queue: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._queue.put(line)

    def until(self, words: str) -> str:
        """Return what was printed up to a line with some words."""
        printed = ""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                line = self._queue.get(timeout=0.2)
            except Empty:
                continue
            printed += line
            if words in line:
                return printed
        raise AssertionError(f"{words!r} was not said: {printed}")

    def page(self, address: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._reader.join(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


def session(program: Path, folder: Path) -> str:
    """Run the session in an empty folder, and return its transcript."""
    desk = Session(program, folder)
    desk.say("**Start a site.** It gets an example of each kind of file, to look at and to delete.")
    desk.run(
        "init", "archive", "--title", "Our events", "--yes", shown='init archive --title "Our events" --yes'
    )
    desk.show("$ cd archive")
    desk.folder = folder / "archive"
    desk.say("**Begin a writeup.** What the archive knows of Ada Example is offered, with its day.")
    desk.run(
        "new", "writeup", "What the harbour needs", "--date", "2025-03-03", "--event", "Harbour breakfast", "--place",
        "Wexcombe", "--speaker", "Ada Example", "--topic", "Examples",
        shown='new writeup "What the harbour needs" --date 2025-03-03 --event "Harbour breakfast" --place Wexcombe '
        '--speaker "Ada Example" --topic Examples',
    )  # fmt: skip
    file = desk.folder / "content/writeups/2025/2025-03-03-what-the-harbour-needs.md"
    desk.show(f"$ cat {file.relative_to(desk.folder)}\n{file.read_text('utf-8')}")
    desk.say("**Look at it while you write.** Leave this running, and open the address in a browser.")
    served = desk.serve()
    try:
        printed = served.until("Serving ") + served.until("what-the-harbour-needs.md")
        assert "Draft: this writeup is not published yet." in served.page(
            "/writeups/2025/what-the-harbour-needs/"
        )
        desk.show(f"$ site-builder serve\n{printed}")
        desk.say(
            "In the editor, the position is taken out of its comment, and a text is written, with a mistake in the date. "
            "The browser shows the mistake in place of the page, and the terminal says:"
        )
        text = (
            file.read_text("utf-8")
            .replace("    # as on", "    # as of")
            .replace("    # position", "    position")
        )
        text = text.replace("    # organisation", "    organisation") + _TEXT
        file.write_text(text.replace("date: 2025-03-03\n", "date: 2025-03-33\n", 1), encoding="utf-8")
        desk.show(served.until("Not built"))
        desk.say("The mistake is corrected, and `status: draft` deleted: the writeup is to be published.")
        file.write_text(text.replace("status: draft\n", ""), encoding="utf-8")
        desk.show(served.until("Built in"))
        assert "A plan does not move any mud." in served.page("/speakers/ada-example/")
    finally:
        served.stop()
    desk.say("**Check it**, for what a build does not mind and readers would.")
    desk.run("check")
    desk.say("**Build it.** The folder `_site/` is what goes to a web host; see [Publishing](publishing.md).")
    desk.run("build")
    desk.say("**Ask it.**")
    desk.run(
        "list", "appearances", "--person", "Ada Example", "--format", "markdown",
        shown='list appearances --person "Ada Example" --format markdown',
    )  # fmt: skip
    return desk.transcript()

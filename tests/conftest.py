"""Sites made of real files, built by the real command, and served to a real browser."""

import atexit
import functools
import http.server
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.warm_process import WarmProcess

settings.register_profile("soak", max_examples=100 * int(os.environ.get("SOAK", "20")))


def examples(number: int) -> int:
    """How many examples of a property to try: so many with every run of the tests, and twenty times more to soak."""
    return number * settings().max_examples // 100


ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "site_builder"]

#: The moment at which sites are built, in seconds since 1970: 2026-10-01. No test depends on today.
TODAY = 1_790_812_800

BROWSER_FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()
#: What docs/publishing.md recommends.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'"
)

FRONT = "---\ntitle: {title}\ndate: 2020-01-02\n{more}---\n\n{body}\n"


def picture(shade: int = 0) -> bytes:
    """A tiny picture, and another one for another shade."""
    stream = io.BytesIO()
    Image.new("L", (2, 2), shade).save(stream, "PNG")
    return stream.getvalue()


class Result:
    """What a command answered."""

    def __init__(self, process: "subprocess.CompletedProcess[str]") -> None:
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def problems(self) -> list[str]:
        """The problem lines, without the lines of the source and the summary."""
        other = ("Found ", "site-builder:", "    ")
        return [line for line in self.err.splitlines() if not line.startswith(other)]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@functools.cache
def warm_process() -> WarmProcess:
    """The process whose forks run the program for the tests of this one."""
    process = WarmProcess()
    atexit.register(process.stop)
    return process


class SiteFolder:
    """A site in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def writeup(self, name: str, body: str = "Some text.", more: str = "", title: str = "A title") -> Path:
        text = FRONT.format(title=title, body=body, more=more)
        return self.write(f"content/writeups/{name}.md", text)

    def run(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
        first: str = "",
        before: str = "",
    ) -> Result:
        """Run the program as on a fixed day.

        ``first`` is what Python does before it in the same process; ``before`` is so when all is imported.
        """
        wanted = {"SOURCE_DATE_EPOCH": str(TODAY), **os.environ, **(env or {})}
        command = ["-C", str(self.root), *arguments]
        if not first and not any(name.startswith("PYTHON") for name in env or {}):
            process = warm_process().run(command, wanted, timeout, before)
        else:
            program = [sys.executable, "-c", f"{first}\nfrom site_builder.cli import main\nmain()"]
            process = subprocess.run(
                [*(program if first else COMMAND), *command],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout,
                env=wanted,
                check=False,
            )
        assert "Traceback" not in process.stderr, process.stderr
        return Result(process)

    def build(self, *arguments: str, full_text: bool = False, **options: Any) -> Result:
        index = () if full_text else ("--no-full-text",)
        return self.run("build", *index, *arguments, **options)

    def page(self, path: str) -> str:
        return (self.root / "_site" / path).read_text(encoding="utf-8")


def files_at_most(size: int) -> str:
    """What makes the system refuse larger files than of so many bytes, as a full disk does."""
    return (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, without the lock and what is remembered of earlier builds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"lock", "addresses.json"}
    }


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    root = tmp_path / "ünicöde site"
    (root / "content" / "writeups").mkdir(parents=True)
    return SiteFolder(root)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration archive of this repository, built; read only."""
    output = tmp_path_factory.mktemp("demonstration") / "_site"
    result = SiteFolder(ROOT).build("--out", str(output), full_text=True)
    assert result.code == 0, result.err
    assert not result.problems
    return output


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "run tests/tools/install, as `make test` does"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_FLAGS)
        yield browser
        browser.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, under the policy of the manual."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# Not for the whole session: the loop of an open Playwright keeps others from running.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def home(demonstration: Path) -> Iterator[str]:
    with served(demonstration) as address:
        yield address

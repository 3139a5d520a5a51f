"""Pagefind, a program that comes with the extra ``search``.

It indexes a folder of pages for search in the browser.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from site_builder.errors import OutputFailed
from site_builder.runtime import supervised


def is_installed() -> bool:
    """Say whether Pagefind can be run."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def run_pagefind(pages: str, output: Path, options: list[str]) -> None:
    """Index the pages of a folder into another one; raise :class:`OutputFailed` if Pagefind cannot.

    It ends with this process, however that ends: it would write into the output of the next build.
    """
    program = [
        sys.executable,
        "-P",
        "-m",
        "pagefind",
        "--site",
        pages,
        "--output-path",
        str(output),
        *options,
    ]
    read_end, write_end = os.pipe()
    try:
        process = subprocess.run(  # noqa: S603 - no shell, and nothing of the site
            [sys.executable, "-I", supervised.__file__, *program],
            stdin=read_end,
            capture_output=True,
            check=False,
            # In a folder of ours: settings for it in the folder of the site, or in Python's path, are not
            # meant.
            cwd=pages,
        )
    finally:
        os.close(read_end)
        os.close(write_end)
    if process.returncode:
        raise OutputFailed(
            f"the full-text index cannot be made: {_last_line(process.stderr or process.stdout)}; "
            "build with --no-full-text, or set full_text_search = false in site.toml"
        )


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a message"

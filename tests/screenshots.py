"""Take pictures of each kind of page of the demonstration archive: python -m tests.screenshots FOLDER.

Each has about two megapixels: a phone, a desktop, the desktop in the dark, and paper.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, launched, served
from tests.test_accessibility import KINDS

WAYS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 1280}, "device_scale_factor": 2},
    "desktop": {"viewport": {"width": 1280, "height": 1600}},
    "dark": {"viewport": {"width": 1280, "height": 1600}, "color_scheme": "dark"},
    "print": {"viewport": {"width": 794, "height": 1123}, "device_scale_factor": 1.5},
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        built = Path(temporary, "_site")
        subprocess.run(
            [sys.executable, "-m", "site_builder", "-C", str(ROOT), "build", "--out", str(built)], check=True
        )
        with served(built) as home, launched() as browser:
            for way, options in WAYS.items():
                context = browser.new_context(**options)
                page = context.new_page()
                for kind, address in KINDS.items():
                    if kind == "moved page":
                        continue
                    page.goto(home + address)
                    page.emulate_media(media="print" if way == "print" else "screen")
                    page.screenshot(path=str(folder / f"{kind.replace(' ', '-')}.{way}.png"))
                context.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))

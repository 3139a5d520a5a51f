"""The generated writeups as a site for Hugo: the same pages at the same addresses, with the same links."""

import json
import re
import shutil
from pathlib import Path

from generate import invent

_SITE = Path(__file__).resolve().parent / "hugo"


def write_hugo(count: int, root: Path) -> None:
    """Write the writeups as a site for Hugo."""
    shutil.copytree(_SITE, root, dirs_exist_ok=True)
    for writeup in invent(count):
        folder = root / "content" / "writeups" / str(writeup.day.year)
        folder.mkdir(parents=True, exist_ok=True)
        organisations = dict.fromkeys([writeup.organiser, *(one.organisation for one in writeup.speakers)])
        front = {
            "title": writeup.title,
            "date": str(writeup.day),
            "slug": writeup.name,
            "event": writeup.event,
            "place": writeup.place,
            "organiser": writeup.organiser,
            "run": writeup.series,
            "speakers": [one.name for one in writeup.speakers],
            "organisations": list(organisations),
            "topics": list(writeup.topics),
            "cast": [
                {"name": one.name, "position": one.position, "organisation": one.organisation}
                for one in writeup.speakers
            ],
        }
        text = re.sub(r"\[\[(.*?)\]\]", _linked, writeup.text)
        file = folder / f"{writeup.day}-{writeup.name}.md"
        file.write_text(f"{json.dumps(front, indent=1)}\n\n{text}\n", encoding="utf-8")


def _linked(found: re.Match[str]) -> str:
    return f"[{found[1]}](/speakers/{found[1].lower().replace(' ', '-')}/)"

"""The generated writeups as sites for other programs, and as a plain site of ours.

All have the same pages at the same addresses with the same links between them; only the parts of a long list
are divided and numbered as each program does it. Every program gets its texts in the form that it reads
quickest among those that its manual shows to authors.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from generate import Writeup, invent, write_ours

_HERE = Path(__file__).resolve().parent


def write_plain(count: int, root: Path) -> None:
    """Write the writeups as a site of ours with a theme as plain as those of the others, and one feed."""
    write_ours(count, root)
    shutil.copytree(_HERE / "plain", root, dirs_exist_ok=True)


def write_hugo(count: int, root: Path) -> None:
    """Write the writeups as a site for Hugo."""
    shutil.copytree(_HERE / "hugo", root, dirs_exist_ok=True)
    for rank, writeup, folder in _folders(count, root / "content" / "writeups"):
        index = folder / "_index.md"
        if not index.exists():
            index.write_text(f"---\ntitle: '{writeup.day.year}'\n---\n", encoding="utf-8")
        front = {**_facts(writeup, rank), "weight": rank, "date": str(writeup.day), "slug": writeup.name}
        _write(folder, writeup, f"{json.dumps(front, indent=1)}\n")


def write_eleventy(count: int, root: Path) -> None:
    """Write the writeups as a site for Eleventy."""
    shutil.copytree(_HERE / "eleventy", root, dirs_exist_ok=True)
    for rank, writeup, folder in _folders(count, root / "content" / "writeups"):
        front = {**_facts(writeup, rank), "date": str(writeup.day), "permalink": writeup.address}
        _write(folder, writeup, f"---json\n{json.dumps(front, indent=1)}\n---\n")


def write_pelican(count: int, root: Path) -> None:
    """Write the writeups as a site for Pelican."""
    shutil.copytree(_HERE / "pelican", root, dirs_exist_ok=True)
    for rank, writeup, folder in _folders(count, root / "content" / "writeups"):
        front = {
            "Title": writeup.title,
            "Date": writeup.day,
            "Slug": writeup.name,
            "Rank": f"{rank:09}",
            "Event": writeup.event,
            "Place": writeup.place,
            "Organiser": writeup.organiser,
            "Category": writeup.series,
            "Authors": "; ".join(one.name for one in writeup.speakers),
            "Tags": ", ".join(writeup.topics),
            "Participants": "; ".join(
                f"{one.name}|{one.position}|{one.organisation}" for one in writeup.speakers
            ),
            "Summary": writeup.summary,
        }
        _write(folder, writeup, "".join(f"{key}: {value}\n" for key, value in front.items()))


def _folders(count: int, root: Path) -> Iterator[tuple[int, Writeup, Path]]:
    """Yield each writeup with its rank, counted from the newest, and the folder of its year."""
    for number, writeup in enumerate(invent(count)):
        folder = root / str(writeup.day.year)
        folder.mkdir(parents=True, exist_ok=True)
        yield count - number, writeup, folder


def _facts(writeup: Writeup, rank: int) -> dict[str, object]:
    organisations = dict.fromkeys([writeup.organiser, *(one.organisation for one in writeup.speakers)])
    return {
        "title": writeup.title,
        "rank": rank,
        "event": writeup.event,
        "place": writeup.place,
        "organiser": writeup.organiser,
        "speakers": [one.name for one in writeup.speakers],
        "organisations": list(organisations),
        "topics": list(writeup.topics),
        "series": [writeup.series],
        "summary": writeup.summary,
        "cast": [
            {"name": one.name, "position": one.position, "organisation": one.organisation}
            for one in writeup.speakers
        ],
    }


def _write(folder: Path, writeup: Writeup, front: str) -> None:
    text = re.sub(r"\[\[(.*?)\]\]", _linked, writeup.text)
    file = folder / f"{writeup.day}-{writeup.name}.md"
    file.write_text(f"{front}\n{text}\n", encoding="utf-8")


def _linked(found: re.Match[str]) -> str:
    return f"[{found[1]}](/speakers/{found[1].lower().replace(' ', '-')}/)"

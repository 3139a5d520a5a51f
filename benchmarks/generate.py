"""N invented writeups, the same for the same N; as a site of ours: ``generate.py 1000 DIR [--steep]``.

The texts have a median of about 600 words. There are about N/4 speakers and N/10 organisations; half of the
appearances are by regulars, the others by people who are seen once or twice. With ``--steep`` activity falls
with the rank of people, organisations and topics, as in real archives (Zipf's law), so that of 3,000 writeups
a few people spoke at 150 and more; speakers have roles, are quoted, and are mentioned elsewhere. With
``--turns 300`` each is a transcript of so many turns, with a heading before every twentieth.
"""

import datetime
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

_GIVEN = (
    "Ada Bela Cyrus Dana Emil Fay Gus Hana Ivo Jana Kofi Lena Milo Nora Otto Pia Quinn Rosa Sami Tove".split()
)
_PLACES = "London Leeds Cardiff Lagos Oslo Lyon Kyoto Quito Turin Ghent".split()
_POSITIONS = "Director|Leader|Chief analyst|Chair|Policy officer|Head of research|Professor of law".split("|")
_TOPICS = [f"Topic {name}" for name in "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()]
_ROLES = "speaker|speaker|speaker|chair|panellist|keynote".split("|")
_WORDS = (
    "policy council budget service evidence hearing minister report local housing care transport reform "
    "people asked answered because whether never always the a of to and in that it was for on with as they "
    "review question figure promise letter plan cost year decision public work town river school train"
).split()


@dataclass(frozen=True)
class Speaker:
    """Somebody who spoke."""

    name: str
    position: str
    organisation: str
    role: str = ""


@dataclass(frozen=True)
class Writeup:
    """One writeup, of an event of the day before; a name in double brackets is that of a speaker."""

    name: str
    title: str
    day: datetime.date
    event: str
    place: str
    organiser: str
    series: str
    speakers: tuple[Speaker, ...]
    topics: tuple[str, ...]
    summary: str
    text: str
    #: Somebody who is quoted by the first speaker, and is not there.
    mentioned: str = ""

    @property
    def address(self) -> str:
        """Return where its page is."""
        return f"/writeups/{self.day.year}/{self.name}/"


def invent(count: int) -> Iterator[Writeup]:
    """Yield the writeups, the oldest first."""
    chance = random.Random(count)
    people = [f"{_GIVEN[n % 20]} {_syllables(n)}" for n in range(max(count // 4, 8))]
    organisations = [f"{_syllables(n * 7 + 3)} Institute" for n in range(max(count // 10, 5))]
    regulars, others = people[: len(people) // 5], people[len(people) // 5 :]
    digits = len(str(count))
    for number in range(count):
        names = dict.fromkeys(
            chance.choice(regulars if chance.random() < 0.5 else others) for _ in range(chance.randint(1, 5))
        )
        speakers = tuple(
            Speaker(name, chance.choice(_POSITIONS), chance.choice(organisations)) for name in names
        )
        yield Writeup(
            name=f"writeup-{number:0{digits}}",
            title=f"Writeup {number} on {chance.choice(_WORDS)}",
            day=datetime.date(2006, 1, 1) + datetime.timedelta(days=number * 7000 // count),
            event=f"Event {number}",
            place=chance.choice(_PLACES),
            organiser=chance.choice(organisations),
            series=f"Series {number % 12}",
            speakers=speakers,
            topics=tuple(chance.sample(_TOPICS, 2)),
            summary=_sentences(chance, 25),
            text=_text(chance, number, list(names)),
        )


def invent_steep(count: int) -> Iterator[Writeup]:
    """Yield the writeups with activity as in real archives, the oldest first."""
    chance = random.Random(count)
    people = _Ranked([f"{_GIVEN[n % 20]} {_syllables(n)}" for n in range(max(count // 4, 8))], 0.7)
    organisations = _Ranked([f"{_syllables(n * 7 + 3)} Institute" for n in range(max(count // 10, 5))], 0.7)
    topics = _Ranked(_TOPICS, 0.3)
    held: dict[str, tuple[str, str]] = {}
    for writeup in invent(count):
        names = dict.fromkeys(people.choose(chance) for _ in range(chance.randint(1, 5)))
        speakers = []
        for name in names:
            if name not in held or chance.random() < 0.05:
                held[name] = chance.choice(_POSITIONS), organisations.choose(chance)
            speakers.append(Speaker(name, *held[name], chance.choice(_ROLES)))
        statements = [
            f"> {_sentences(chance, 40)}\n> — {speaker.name}\n\n"
            for speaker in speakers
            if chance.random() < 0.3
        ]
        mentioned = people.choose(chance)
        first = speakers[0].name
        yield replace(
            writeup,
            organiser=organisations.choose(chance),
            speakers=tuple(speakers),
            topics=tuple(dict.fromkeys(topics.choose(chance) for _ in range(2))),
            text="".join(statements) + _text(chance, len(names), [first]),
            mentioned="" if mentioned in names or chance.random() < 0.7 else mentioned,
        )


class _Ranked:
    """Names of which the first is chosen most often: the chance falls with a power of the rank."""

    def __init__(self, names: Sequence[str], power: float) -> None:
        self._names = names
        self._upper = list(accumulate((rank + 1) ** -power for rank in range(len(names))))

    def choose(self, chance: random.Random) -> str:
        """Return one of the names."""
        return chance.choices(self._names, cum_weights=self._upper)[0]


def write_ours(count: int, root: Path, *, steep: bool = False, turns: int = 0) -> None:
    """Write the writeups as a site of ours, with everything that it makes by default."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "site.toml").write_text(
        'title = "Generated"\nbase_url = "https://example.org/"\n', encoding="utf-8"
    )
    for writeup in invent_steep(count) if steep else invent(count):
        folder = root / "content" / "writeups" / str(writeup.day.year)
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            "---",
            f"title: {writeup.title}",
            "event:",
            f"  name: {writeup.event}",
            f"  date: {writeup.day - datetime.timedelta(days=1)}",
            f"  place: {writeup.place}",
            f"  organisers: [{writeup.organiser}]",
            f"  series: {writeup.series}",
            "speakers:",
        ]
        for speaker in writeup.speakers:
            lines += [f"  - name: {speaker.name}", f"    position: {speaker.position}"]
            lines += [f"    organisation: {speaker.organisation}"]
            if speaker.role:
                lines += [f"    role: {speaker.role}"]
        if writeup.mentioned:
            lines += ["mentions:", f"  - name: {writeup.mentioned}"]
            lines += [f"    quoted_by: {writeup.speakers[0].name}"]
        lines += [f"topics: [{', '.join(writeup.topics)}]", f"summary: {writeup.summary}"]
        if turns:
            lines += ["form: transcript"]
        lines += ["---", "", _transcript(writeup, turns) if turns else writeup.text]
        (folder / f"{writeup.day}-{writeup.name}.md").write_text("\n".join(lines), encoding="utf-8")


def _transcript(writeup: Writeup, turns: int) -> str:
    chance = random.Random(writeup.name)
    lines: list[str] = []
    for number in range(turns):
        if number % 20 == 0:
            lines += [f"## {_sentences(chance, 4)}", ""]
        name = chance.choice(writeup.speakers).name
        lines += [f"{name.upper()}: {_sentences(chance, int(chance.triangular(5, 90, 20)))}", ""]
    return "\n".join(lines)


def _syllables(number: int) -> str:
    parts = "ba ke li mo nu ra se ti vo zu".split()
    return "".join(parts[int(digit)] for digit in str(number + 1000)).title()


def _text(chance: random.Random, number: int, speakers: list[str]) -> str:
    lines: list[str] = []
    words = int(chance.triangular(250, 950, 600))
    while words > 0:
        sentence = _sentences(chance, min(words, 90))
        words -= 90
        form = chance.random()
        if form < 0.1:
            lines += [f"> {sentence}", ""]
        elif form < 0.2:
            lines += [f"- {_sentences(chance, 12)}" for _ in range(4)] + [""]
        elif form < 0.25:
            lines += ["| a | b |", "|---|--:|", "| one | 1 |", "| two | 2 |", ""]
        elif form < 0.4:
            lines += [
                f"## {_sentences(chance, 4)}",
                "",
                f"[[{chance.choice(speakers)}]] said *so*. {sentence}",
                "",
            ]
        else:
            lines += [f"{sentence} See [the report](https://example.com/{number}).", ""]
    return "\n".join(lines)


def _sentences(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


if __name__ == "__main__":
    given = sys.argv[1:]
    each = int(given[given.index("--turns") + 1]) if "--turns" in given else 0
    write_ours(int(given[0]), Path(given[1]), steep="--steep" in given, turns=each)

"""Write a site of N invented writeups, the same for the same N: ``python benchmarks/generate.py 1000 DIR``.

The texts have a median of about 600 words. There are about N/4 speakers and N/10 organisations; half of the
appearances are by regulars, the others by people who are seen once or twice.
"""

import datetime
import random
import sys
from pathlib import Path

_GIVEN = (
    "Ada Bela Cyrus Dana Emil Fay Gus Hana Ivo Jana Kofi Lena Milo Nora Otto Pia Quinn Rosa Sami Tove".split()
)
_PLACES = "London Leeds Cardiff Lagos Oslo Lyon Kyoto Quito Turin Ghent".split()
_POSITIONS = "Director|Leader|Chief analyst|Chair|Policy officer|Head of research|Professor of law".split("|")
_TOPICS = [f"Topic {name}" for name in "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()]
_WORDS = (
    "policy council budget service evidence hearing minister report local housing care transport reform "
    "people asked answered because whether never always the a of to and in that it was for on with as they "
    "review question figure promise letter plan cost year decision public work town river school train"
).split()


def generate(count: int, root: Path) -> None:
    """Write the site."""
    chance = random.Random(count)
    people = [f"{_GIVEN[n % 20]} {_syllables(n)}" for n in range(max(count // 4, 8))]
    organisations = [f"{_syllables(n * 7 + 3)} Institute" for n in range(max(count // 10, 5))]
    regulars, others = people[: len(people) // 5], people[len(people) // 5 :]
    root.mkdir(parents=True, exist_ok=True)
    (root / "site.toml").write_text(
        'title = "Generated"\nbase_url = "https://example.org/"\n', encoding="utf-8"
    )
    for number in range(count):
        day = datetime.date(2006, 1, 1) + datetime.timedelta(days=number * 7000 // count)
        folder = root / "content" / "writeups" / str(day.year)
        folder.mkdir(parents=True, exist_ok=True)
        speakers = dict.fromkeys(
            chance.choice(regulars if chance.random() < 0.5 else others) for _ in range(chance.randint(1, 5))
        )
        name = f"{day}-writeup-{number}"
        text = _writeup(chance, number, day, list(speakers), organisations)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _syllables(number: int) -> str:
    parts = "ba ke li mo nu ra se ti vo zu".split()
    return "".join(parts[int(digit)] for digit in str(number + 1000)).title()


def _writeup(
    chance: random.Random, number: int, day: datetime.date, speakers: list[str], organisations: list[str]
) -> str:
    lines = [
        "---",
        f"title: Writeup {number} on {chance.choice(_WORDS)}",
        "event:",
        f"  name: Event {number}",
    ]
    lines += [f"  date: {day - datetime.timedelta(days=1)}", f"  place: {chance.choice(_PLACES)}"]
    lines += [
        f"  organisers: [{chance.choice(organisations)}]",
        f"  series: Series {number % 12}",
        "speakers:",
    ]
    for speaker in speakers:
        lines += [f"  - name: {speaker}", f"    position: {chance.choice(_POSITIONS)}"]
        lines += [f"    organisation: {chance.choice(organisations)}"]
    lines += [f"topics: [{', '.join(chance.sample(_TOPICS, 2))}]", "---", ""]
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
    generate(int(sys.argv[1]), Path(sys.argv[2]))

"""How well people are proposed from prose: ``suggest.py CORPUS [MODEL]``; CORPUS is the folder of digitalgov.

``digitalgov-people.json`` has the names of the people in 100 announcements of events, as somebody read them:
all who are named with given name and surname in the title, the summary or the text. Nothing is known of an
archive. Prints precision and recall; with MODEL, a spaCy model is one more source of names.
"""

import json
import re
import sys
from pathlib import Path

from site_builder.importers.front_matter_blocks import divide
from site_builder.importers.shortcodes import Shortcodes
from site_builder.names.people import NameParser
from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.entity_model import load_model
from site_builder.suggestions.read import ProposalReader, Text

_KEY = Path(__file__).with_name("digitalgov-people.json")
_NICKNAME = re.compile(r'[“"(][^”")]*[”")]\s*')


def main(corpus: Path, model: str = "") -> None:
    """Print how many of the proposed people are people of the texts, and how many of these are proposed."""
    parser = NameParser()
    reader = ProposalReader(ArchiveNames(parser), load_model(model) if model else None)
    right = wrong = missed = 0
    for name, people in json.loads(_KEY.read_text(encoding="utf-8")).items():
        divided = divide((corpus / name).read_text(encoding="utf-8"), name)
        values = {key: divided.values.get(key, "") for key in ("title", "summary")}
        values["extra"] = {"deck": divided.values.get("deck", "")}
        text = Text(values, Shortcodes().replaced(divided.body), 1, None)
        proposed = {parser.fold(_NICKNAME.sub("", person.name)) for person in reader.people(text)}
        named = {parser.fold(_NICKNAME.sub("", person)) for person in people}
        right += len(proposed & named)
        wrong += len(proposed - named)
        missed += len(named - proposed)
    print(
        f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f},"
        f" {right + missed} people"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])

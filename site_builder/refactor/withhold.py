"""A request to be removed: what the file of the person becomes, and where the name stands in texts."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.errors import Place
from site_builder.kinds import Kind
from site_builder.redaction.protected_names import protected_person
from site_builder.redaction.source_scan import places_of
from site_builder.redaction_rules import RedactionRules
from site_builder.refactor.front_matter_edit import new_file, with_keys
from site_builder.refactor.workspace import Edits, open_workspace
from site_builder.registry.collect import name_in, other_names_in


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is to be written, and every place that has the name, in the order of the files."""

    edits: Edits
    places: tuple[Place, ...]


def withhold(root: Path, name: str) -> Withheld:
    """Return what makes the name of a person stand nowhere.

    Raises :class:`UsageError` for a name that is not known, and :class:`ProblemsFound` for a site with
    errors.
    """
    workspace = open_workspace(root, Kind.PEOPLE)
    id = workspace.id_of(name)
    document = workspace.document(id)
    parser = workspace.registries.parser
    if document is None:
        path = f"{Kind.PEOPLE.folder}/{id}.md"
        usual = workspace.registry.name_of(id)
        spellings = [spelling for owner, spelling in workspace.registry.undeclared_spellings() if owner == id]
        others = [spelling for spelling in spellings if spelling != usual]
        values: dict[str, Any] = {
            "name": usual,
            **({"other_names": others} if others else {}),
            "withheld": True,
        }
        workspace.texts[path] = new_file(values)
        workspace.before[path] = ""
        names = spellings
    else:

        def edit(keys: MutableMapping[str, Any]) -> None:
            keys["withheld"] = True

        text = workspace.text(document.path)
        if not document.fields.withheld:
            workspace.texts[document.path] = with_keys(document.path, text, edit, frozenset({"withheld"}))
        names = [name_in(document), *other_names_in(document.fields)]
    protected = [protected_person(spelling, "is withheld", parser) for spelling in dict.fromkeys(names)]
    documents = workspace.documents
    paths = [text.path for text in (*documents.writeups, *documents.other_than_writeups)]
    places = (place for _, place in places_of(root, paths, protected, RedactionRules()))
    return Withheld(workspace.edits(id, id, redirects=False), tuple(sorted(set(places))))

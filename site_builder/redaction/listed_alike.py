"""People who are listed in the open by a surname that is protected: Mr Example, A. Example."""

from collections.abc import Mapping

from site_builder.errors import Diagnostics, Rule
from site_builder.model import Appearance, Mention, Site
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.redaction.source_scan import may_be_initials
from site_builder.redaction_rules import ProtectedName


def report_people_listed_alike(
    site: Site, surnames: Mapping[str, ProtectedName], parser: NameParser, diagnostics: Diagnostics
) -> None:
    """Warn of every entry that may list somebody whose name is protected under a part of that name.

    ``surnames`` have the protected names of persons by folded surname.
    """
    if not surnames:
        return
    for writeup in site.writeups:
        entries: tuple[Appearance | Mention, ...] = (*writeup.appearances, *writeup.mentions)
        for entry in entries:
            parsed = parser.parse(entry.label) if entry.person else None
            protected = surnames.get(fold(parsed.family)) if parsed and parsed.family else None
            if parsed is None or protected is None or protected.name == parsed.name:
                continue
            initials = parsed.given.replace(".", "").replace(" ", "")
            is_part = not initials or (len(initials) < 3 and may_be_initials(initials, protected))
            if is_part and not parsed.is_peer:
                message = f'"{entry.label}" may be "{protected.name}", which {protected.reason}'
                hint = (
                    f"take the entry out if it is, or write person: with the id of {protected.name}; "
                    "write the first name too if it is somebody else"
                )
                diagnostics.warning(entry.place, Rule.PROTECTED_NAME, message, hint)

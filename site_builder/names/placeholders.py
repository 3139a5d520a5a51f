"""Words that stand where a name would, and name nobody."""

from site_builder.names.folding import fold

#: What stands in a list of speakers when nobody is known yet.
_PLACEHOLDERS = frozenset(
    (
        "tbd",
        "tbc",
        "tba",
        "n/a",
        "na",
        "none",
        "unknown",
        "various",
        "various speakers",
        "speaker tbc",
        "speaker tbd",
        "several speakers",
        "to be confirmed",
        "to be announced",
    )
)


_NOT_ORGANISATIONS = frozenset(["independent", "freelance", "self employed", "no affiliation"])


def is_placeholder(name: str) -> bool:
    """Say whether a name stands for nobody yet, such as "TBC"."""
    return fold(name).strip(". ") in _PLACEHOLDERS


def is_placeholder_organisation(name: str) -> bool:
    """Say whether the name of an organisation says that there is none."""
    return is_placeholder(name) or fold(name) in _NOT_ORGANISATIONS

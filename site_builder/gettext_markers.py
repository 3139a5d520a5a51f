"""How messages and pages put things into words."""


def phrase(words: str) -> str:
    """Return words of the theme as they are: what says them puts them into the language of the site.

    Translators' tools find them by the name of this function.
    """
    return words


def phrases(one: str, many: str) -> tuple[str, str]:
    """Return the two forms of words that go with a number, as :func:`phrase` does one."""
    return one, many


def count_of(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "writeup", "writeups")
    '1 writeup'
    """
    return f"{number:,} {one if number == 1 else many}"

"""How messages and pages put things into words."""


def count_of(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "writeup", "writeups")
    '1 writeup'
    """
    return f"{number:,} {one if number == 1 else many}"

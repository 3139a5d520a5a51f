"""An organisation's name, as an index sorts it."""


def organisation_sort_name(name: str) -> str:
    """Return an organisation's name with a leading article last."""
    first, _, rest = name.partition(" ")
    return f"{rest}, {first}" if first.casefold() == "the" and rest else name

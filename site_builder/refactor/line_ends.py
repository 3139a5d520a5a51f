"""What a file has beside its text: a byte order mark, and the ends of its lines."""

from difflib import SequenceMatcher

_MARK = "\ufeff"


def plain(written: str) -> str:
    """Return the text of a file without a byte order mark, each line ended by a line feed."""
    return written.removeprefix(_MARK).replace("\r\n", "\n")


def written_like(old: str, new: str) -> str:
    """Return a new plain text with the byte order mark and the line ends of the file as it was.

    Where a file has both kinds of line ends, lines that are as they were keep theirs.
    """
    mark = _MARK if old.startswith(_MARK) else ""
    returns, feeds = old.count("\r\n"), old.count("\n")
    if not returns:
        return mark + new
    if returns == feeds:
        return mark + new.replace("\n", "\r\n")
    before = old.removeprefix(_MARK).split("\n")
    lines = new.split("\n")
    common = "\r" if returns * 2 > feeds else ""
    ends = [common] * len(lines)
    unchanged = SequenceMatcher(None, [line.removesuffix("\r") for line in before], lines, autojunk=False)
    for at_before, at, size in unchanged.get_matching_blocks():
        for step in range(size):
            ends[at + step] = "\r" if before[at_before + step].endswith("\r") else ""
    ends[-1] = ""
    return mark + "\n".join(line + end for line, end in zip(lines, ends, strict=True))

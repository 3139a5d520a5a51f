"""Large XML files, one element at a time: without entities, without the network, and in bounded memory.

Elements are matched by their local names, as programs write several versions of their namespaces.
"""

import codecs
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, TypeAlias

from lxml import etree

from site_builder.importers.items import Unreadable
from site_builder.importers.source_tree import AS_WINDOWS, SourceTree

#: An element of lxml, whose class has no public name.
XmlElement: TypeAlias = Any

_BEGINNING = 65_536
#: Characters that XML 1.0 does not allow (section 2.2).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)[\"']")


def elements(tree: SourceTree, name: str, wanted: frozenset[str]) -> Iterator[XmlElement]:
    """Yield the elements with one of some local names; each is gone when the next one is asked for.

    Raises :class:`Unreadable` for a file that declares entities, is cut off, or is no XML.
    """
    beginning = tree.beginning(name, _BEGINNING)
    _refuse_entities(beginning, name)
    with tree.open(name) as stream:
        context = etree.iterparse(
            _CleanStream(stream, _encoding(tree, name, beginning)),
            events=("end",),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
            encoding="utf-8",
        )
        try:
            for _, element in context:
                if local(element) in wanted:
                    yield element
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise Unreadable(
                f"{name}:{error.lineno or 1}: this is no XML that can be read: {error.msg}"
            ) from error
        except (OSError, zlib.error, EOFError) as error:
            raise Unreadable(f"{name} is damaged: {error}") from error
    _refuse_cut_off(context, name, _end_of(tree, name))


class _CleanStream:
    """A file in UTF-8 without the characters that XML must not have, which exports have all the same."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors=AS_WINDOWS)

    def read(self, size: int = -1) -> bytes:
        """Return about so many bytes; nothing at the end."""
        data = self._stream.read(max(size, 65_536) if size > 0 else size)
        text = self._decoder.decode(data, final=not data)
        clean = _NO_XML.sub("", text).encode("utf-8", "replace")
        return clean if clean or not data else b" "


def _end_of(tree: SourceTree, name: str) -> bytes:
    end = b""
    with tree.open(name) as stream:
        while chunk := stream.read(1_000_000):
            end = (end + chunk)[-_BEGINNING:]
    return end


def _refuse_cut_off(context: etree.iterparse, name: str, end: bytes) -> None:
    """Raise :class:`Unreadable` for a file that does not end with the end of its first element.

    The parser closes what is open, and says nothing of it where it recovers.
    """
    root = local(context.root) if context.root is not None else ""
    if not root or re.search(rf"</(?:[\w.-]+:)?{re.escape(root)}\s*>".encode(), end) is None:
        line = max((problem.line for problem in context.error_log), default=1)
        raise Unreadable(
            f"{name}:{line}: the file ends too early, or is damaged before its end; export it again"
        )


def _forget(element: XmlElement) -> None:
    parent = element.getparent()
    element.clear()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refuse_entities(beginning: bytes, name: str) -> None:
    if b"<!ENTITY" in beginning or "<!ENTITY".encode("utf-16-le") in beginning:
        raise Unreadable(f"{name} declares entities of its own, as no export does, and is not read")


def _encoding(tree: SourceTree, name: str, beginning: bytes) -> str:
    """Return the encoding that a file has, which is not always the one that it declares."""
    if beginning[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    declared = _DECLARED.search(beginning)
    try:
        label = codecs.lookup(declared[1].decode() if declared else "utf-8").name
    except LookupError:
        label = "utf-8"
    with tree.open(name) as stream:
        sequences, wrong = _counted(stream)
    is_utf8 = wrong == 0 or wrong < sequences
    if label == "utf-8":
        return "utf-8" if is_utf8 else "cp1252"
    return "utf-8" if is_utf8 and sequences else label if label != "iso8859-1" else "cp1252"


def _counted(stream: BinaryIO) -> tuple[int, int]:
    """Return how many characters of several bytes a file has in UTF-8, and how many bytes are wrong."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    sequences = wrong = 0
    while chunk := stream.read(1_000_000):
        text = decoder.decode(chunk)
        if not text.isascii():
            bad = text.count("\ufffd")
            wrong += bad
            sequences += sum(char > "\x7f" for char in text) - bad
    return sequences, wrong


def local(element: XmlElement) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the children with a local name."""
    return (child for child in element if local(child) == name)


def child(element: XmlElement, name: str) -> XmlElement | None:
    """Return the first child with a local name."""
    return next(children(element, name), None)


def text_of(element: XmlElement | None, name: str = "") -> str:
    """Return the text of an element, or of its first child with a name, without space around it."""
    if element is not None and name:
        element = child(element, name)
    return "".join(map(str, element.itertext())).strip() if element is not None else ""

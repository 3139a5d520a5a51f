"""Documents that lie among the texts, and that no text links to."""

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import Site
from site_builder.sources.discover import Sources

#: What an editor, a word processor or a spreadsheet writes.
_DOCUMENTS = tuple(".txt .doc .docx .docm .odt .rtf .pages .xls .xlsx .xlsm .ods .numbers .wpd".split())


def report_unlinked_documents(sources: Sources, site: Site, diagnostics: Diagnostics) -> None:
    """Report each: its author may think that it is read."""
    linked = {attachment.file for attachment in site.attachments}
    for path in sources.others:
        if path.lower().endswith(_DOCUMENTS) and sources.root / path not in linked:
            message = "this document is neither read nor published, as no text links to it"
            hint = "save its text in a file that ends in .md, or link to it"
            diagnostics.warning(Place(path), Rule.MISPLACED, message, hint)

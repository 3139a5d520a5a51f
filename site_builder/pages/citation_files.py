"""What somebody said, as references for programs that manage them: files beside the page of a speaker."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from site_builder.ids import Address, PersonId
from site_builder.page import FromTables, Page, PublishOrder
from site_builder.pages.components.citations import citation_of_statement
from site_builder.pages.components.views import SiteView
from site_builder.pages.site_index import SiteIndex

#: The endings of the files, and the forms that make them.
_FORMS = {"bib": "bibtex", "ris": "ris", "json": "csl"}


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:  # noqa: ARG001 - the interface of planners
    """Plan ``statements.bib``, ``.ris`` and ``.json`` for everybody who is quoted."""
    quoted = dict.fromkeys(
        statement.person
        for writeup in index.site.writeups
        for statement in writeup.statements
        if statement.person
    )
    for person in quoted:
        address = index.site.people[person].address
        for ending, form in _FORMS.items():
            tables = FromTables(form, partial(_citations, index, person))
            where = Address(f"{address}statements.{ending}")
            yield Page(where, tables, PublishOrder.PAGE, f"the references of {address}")


def _citations(index: SiteIndex, person: PersonId) -> list[Any]:
    return [
        citation_of_statement(index, writeup, statement)
        for writeup in index.by_person.get(person, ())
        for statement in writeup.statements
        if statement.person == person
    ]

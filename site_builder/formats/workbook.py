"""Tables -> a workbook for spreadsheets (Office Open XML), the same bytes on every machine."""

import datetime
import io
from collections.abc import Mapping
from functools import partial
from inspect import unwrap
from typing import Any

#: Excel's limits: rows of a sheet, and characters of a cell.
_MAX_ROWS, _MAX_CELL = 1_048_576, 32_767
_WIDTHS = {"text": 60, "summary": 60, "title": 40, "address": 40, "name": 30}


def workbook_file(workbook: Mapping[str, Any]) -> bytes:
    """Return tables as sheets of one workbook.

    Every cell that is no number is text, so that no id becomes a date and no text a formula.
    """
    import xlsxwriter  # noqa: PLC0415 - slow to import

    stream = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": workbook["title"], "created": datetime.datetime(2000, 1, 1)})  # noqa: DTZ001
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for table in workbook["tables"]:
        sheet = book.add_worksheet(table["name"])
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(table["columns"]):
            sheet.set_column(number, number, _WIDTHS.get(column, 18), text)
        for number, column in enumerate(table["columns"]):
            sheet.write_string(0, number, column, bold)
        # Without its wrapper, which takes cells by name as well.
        write_string = partial(unwrap(type(sheet).write_string), sheet)
        for row_number, row in enumerate(table["rows"][: _MAX_ROWS - 1], start=1):
            for number, cell in enumerate(row):
                if cell.__class__ is int:
                    sheet.write_number(row_number, number, cell)
                elif cell:
                    write_string(row_number, number, str(cell)[:_MAX_CELL], text)
    book.close()
    return stream.getvalue()

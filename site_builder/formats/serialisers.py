"""The serialiser of each form of data."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from site_builder.formats.calendar import calendar_file
from site_builder.formats.citations import bibtex, csl, ris
from site_builder.formats.csv_table import csv_file, write_csv
from site_builder.formats.json_documents import json_file, json_lines_file
from site_builder.formats.sqlite_database import write_sqlite
from site_builder.formats.tei import tei_file
from site_builder.formats.workbook import workbook_file

SERIALISERS: Mapping[str, Callable[[Any], bytes]] = MappingProxyType(
    {
        "csv": csv_file,
        "json": json_file,
        "lines": json_lines_file,
        "workbook": workbook_file,
        "calendar": calendar_file,
        "tei": tei_file,
        "bibtex": lambda citations: bibtex(citations).encode(),
        "ris": lambda citations: ris(citations).encode(),
        "csl": lambda citations: csl(citations).encode(),
    }
)

#: Write a file of which not all is in memory at once.
WRITERS: Mapping[str, Callable[[Any, Path], None]] = MappingProxyType(
    {"csv": write_csv, "sqlite": write_sqlite}
)

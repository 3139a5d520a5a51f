"""Values -> bytes in standard formats: CSV, JSON, SQLite, iCalendar, BibTeX, RIS, CSL-JSON, images.

In: plain values. Out: bytes, the same on every machine. Pure, but that images are read from files; knows
nothing of writeups.
"""

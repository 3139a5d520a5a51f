"""Questions to an archive: who said what, where, when, for which organisation, in which position at the time.

In: the linked site. Out: rows of text and numbers; the commands print them.
"""

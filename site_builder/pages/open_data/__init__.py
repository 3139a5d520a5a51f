"""The archive as data: tables, JSON with its schema, Popolo, a database, and the page that lists them.

In: the index of the site. Out: planned files, whose content is made when it is needed. Knows no templates but
that of its page, and no bytes: :mod:`site_builder.formats` has these.
"""

"""Documents -> Site: what may be published is selected, and every name and link in it is looked up.

In: parsed documents and their registries. Out: the linked site, frozen. Every step returns what it made;
problems go to the diagnostics. Knows nothing of pages, templates or the output.
"""

"""Documents -> registries: who and what is known in a site, under which names, and with which id.

In: parsed documents. Out: for each kind, names -> ids, and the parts of every speaker and mention. Looks
nothing up in texts, and does not know which pages there are.
"""

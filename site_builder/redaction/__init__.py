"""What must not be printed: from the rule of attribution to the search of every finished file.

In: documents, registries and the linked site. Out: the rules (which names may stand nowhere, or not on which
page), and problems for each place in the sources and each file of the output that breaks them. Does not know
how pages are made.
"""

"""Names proposed from prose: who spoke, for whom, where and when, with the words that say so.

Nothing here is certain, so nothing is written unless the author accepts it.
"""

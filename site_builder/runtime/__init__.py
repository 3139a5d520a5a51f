"""What a build stands on: stored records, fingerprints of files, processes, time limits, time zones.

In: bytes, paths and functions. Out: the same. Knows nothing of writeups.
"""

"""What a build stands on: time limits and digests. Knows nothing of writeups."""

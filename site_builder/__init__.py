"""Turn a folder of writeups of policy events into a browsable archive."""

__version__ = "0.2.0"

"""The way out: a built site is brought to where readers find it.

One module per kind of target; adding one is a module and a line in :data:`kinds.KINDS`.
"""

"""What each command does, one module for each, and what they share.

In: the arguments of the command line, the clock and the environment, which nothing else in the program reads.
Out: text for a person or JSON for a program, and an exit code.
"""

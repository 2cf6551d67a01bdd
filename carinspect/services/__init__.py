"""Use cases: the only place where the layers below are joined.

The window and the command line call the same functions here, so that they cannot differ.
"""

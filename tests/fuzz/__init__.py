"""Mutated input for every reader: whatever it is, it is read, or refused in words that its reader can act on.

`cd tests && python -m fuzz --minutes 10` is the long campaign; `python -m fuzz FILE` reads one input again.
"""

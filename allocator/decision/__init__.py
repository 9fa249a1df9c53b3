"""The decision as people read it: a page, tables, and the terminal. Nothing here solves anything."""

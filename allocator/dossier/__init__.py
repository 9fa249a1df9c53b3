"""A dossier that an outsider can check: what was decided, from what, why it is the best, and whether it was changed."""

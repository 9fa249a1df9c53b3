"""How many random examples: a few in an ordinary run, many with `--hypothesis-profile=thorough`."""

from hypothesis import settings

settings.register_profile("ordinary", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=4000, print_blob=True)
settings.load_profile("ordinary")

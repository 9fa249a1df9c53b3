"""How many random examples: few and never made smaller with `--hypothesis-profile=quick`, many with `=thorough`."""

from hypothesis import Phase, settings

settings.register_profile("ordinary", deadline=None, derandomize=True)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=20, phases=[Phase.generate])
settings.register_profile("thorough", deadline=None, max_examples=4000, print_blob=True)
settings.load_profile("ordinary")

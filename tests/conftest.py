"""How many random examples there are, and who runs what is compiled.

An ordinary run tells the first example that fails; `--hypothesis-profile=thorough` a small one; `quick` looks at few,
where the same were looked at under another version.
"""

from hypothesis import Phase, settings

settings.register_profile("ordinary", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.register_profile("quick", settings.get_profile("ordinary"), max_examples=20)
settings.register_profile("thorough", deadline=None, max_examples=4000, print_blob=True)
settings.load_profile("ordinary")


def pytest_collection_modifyitems(items):
    """Put first, and so on one worker, all tests of what takes long to compile: no two compile the same at once."""
    items.sort(key=lambda item: all(mark.args != ("compiled",) for mark in item.iter_markers("xdist_group")))

"""How many random examples: an ordinary run tells the first that fails; `--hypothesis-profile=thorough` a small one."""

from hypothesis import Phase, settings

settings.register_profile("ordinary", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.register_profile("quick", settings.get_profile("ordinary"), max_examples=20)
settings.register_profile("thorough", deadline=None, max_examples=4000, print_blob=True)
settings.load_profile("ordinary")

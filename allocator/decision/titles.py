"""What rules, pots, targets and authorities are called in one language."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.decision.phrases import PHRASES
from allocator.solution import Solution
from allocator.text import Language


@dataclass(frozen=True)
class Titles:
    """What people call the things that a solution names."""

    solution: Solution
    language: Language

    def rule_title(self, name: str) -> str:
        """Return a rule's title, or its name where it has none."""
        return self.solution.scenario.rule_title(name)[self.language]

    def pot_title(self, pot: str) -> str:
        """Return the title of the earmark that a pot is, or what the other money is called."""
        return self.rule_title(pot) if pot in self.solution.scenario.rules else PHRASES["general"][self.language]

    def authority_title(self, name: str) -> str:
        """Return what people call a granting authority, or its name in the data."""
        known = self.solution.scenario.call.terms.value_titles.get("granting_authority", {}).get(name)
        return known[self.language] if known else name

    def target_title(self, target: str) -> str:
        """Return a target's title, or its name where it has none."""
        known = self.solution.scenario.call.terms.targets.get(target)
        return known.title[self.language] if known else target

"""What is found of a dossier: each thing that was checked, in words, malformed files included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from allocator.dossier.archive import DossierError, plain
from allocator.errors import AllocatorError

MOST_TOLD = 5
"""So many differences in one file are told; of the rest, their number."""

_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, OSError)
"""What reading a file of the wrong shape ends in."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked.

    Attributes
    ----------
    verdict : {"well", "changed", "unknown"}
        Well; not as the dossier says; or not checked, and why.
    words : str
        What was checked or found; a changed file's name comes first.
    """

    verdict: Literal["well", "changed", "unknown"]
    words: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", plain(self.words))


@dataclass(frozen=True)
class Verification:
    """Everything that was checked, in the order in which it was."""

    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Whether nothing was found that is not as the dossier says."""
        return all(finding.verdict != "changed" for finding in self.findings)

    @property
    def changed(self) -> tuple[str, ...]:
        """What is not as the dossier says, in words."""
        return tuple(finding.words for finding in self.findings if finding.verdict == "changed")


def guarded(name: str, step: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Take a step; what is malformed is a finding and no traceback."""
    try:
        yield from step()
    except DossierError as error:
        yield Finding("changed", str(error))
    except AllocatorError as error:
        yield Finding("changed", f"{name}: {error}")
    except _MALFORMED as error:
        yield Finding("changed", f"{name}: malformed ({type(error).__name__})")


def differing(name: str, told: list[str], what: str) -> Iterator[Finding]:
    """Yield a finding for each of the first differences of a file, and one for the number of the rest."""
    for words in told[:MOST_TOLD]:
        yield Finding("changed", f"{name}: {what}: {words}")
    if len(told) > MOST_TOLD:
        yield Finding("changed", f"{name}: {what}: and {len(told) - MOST_TOLD} more")

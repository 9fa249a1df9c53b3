"""The rule families: one a file, beside its mathematics. This catalogue is the only place to register one."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from allocator.rules.base import Rule
from allocator.rules.budget import Budget
from allocator.rules.choose import Choose
from allocator.rules.coverage import Coverage
from allocator.rules.earmark import Earmark
from allocator.rules.fair_share import FairShare
from allocator.rules.levels import Levels
from allocator.rules.limit import Limit
from allocator.rules.lock import Lock
from allocator.rules.requires import Requires
from allocator.rules.synergy import Synergy
from allocator.rules.threshold import Threshold
from allocator.rules.year import Year

AnyRule = Annotated[
    Budget | Earmark | Year | Limit | Coverage | FairShare | Choose | Requires | Lock | Threshold | Levels | Synergy,
    Field(discriminator="kind"),
]
"""A rule as it is written: its `kind` says which family reads it."""

FAMILIES: tuple[type[Rule], ...] = get_args(get_args(AnyRule)[0])
"""Every family, in the order in which they are documented."""

KINDS: tuple[str, ...] = tuple(family.model_fields["kind"].default for family in FAMILIES)
"""The word for each family in a scenario file."""

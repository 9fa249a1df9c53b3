"""Figures for a memorandum: one function each, drawn on the given axes, told apart without colour."""

from allocator.plots.applications import discretion_map, value_and_request
from allocator.plots.money import euros_by
from allocator.plots.prices import rule_prices
from allocator.plots.regions import region_map, region_shares, region_tiles
from allocator.plots.reserve import reserve_chain
from allocator.plots.robustness import core_index, reviewer_severity
from allocator.plots.scenarios import awards_by_scenario, moves
from allocator.plots.tradeoffs import budget_sweep, frontier

__all__ = [
    "awards_by_scenario",
    "budget_sweep",
    "core_index",
    "discretion_map",
    "euros_by",
    "frontier",
    "moves",
    "region_map",
    "region_shares",
    "region_tiles",
    "reserve_chain",
    "reviewer_severity",
    "rule_prices",
    "value_and_request",
]

"""How large the proofs of the example's scenarios are, and how long they take to make and to replay.

Run with `python tests/benchmarks/dossier.py`; it prints a table and checks nothing.
"""

from __future__ import annotations

import time

from allocator import read_scenario, solve
from allocator.certificate import certify
from allocator.dossier import verifier
from allocator.example import example_scenario
from allocator.proof_tree import NoCertificateError

SCENARIOS = ("base", "no-balance-rule", "northern-floor", "partial-funding", "zones-fifth", "budget-cut")


def main() -> None:
    """Print leaves, seconds to make, seconds to replay and bytes of every scenario's certificate."""
    print(f"{'scenario':20} {'leaves':>7} {'make s':>7} {'replay s':>8} {'bytes':>8}")
    for name in SCENARIOS:
        solution = solve(read_scenario(example_scenario(name)))
        start = time.perf_counter()
        try:
            certificate = certify(solution.model, solution.portfolio, [level.portfolios for level in solution.levels])
        except NoCertificateError as error:
            print(f"{name:20} {error}")
            continue
        made = time.perf_counter()
        text = certificate.to_json()
        proof = verifier.parsed(text.encode())
        verifier.check_order(proof, verifier.check_portfolio(proof))
        replayed = time.perf_counter() - made
        print(f"{name:20} {certificate.leaves:7} {made - start:7.2f} {replayed:8.3f} {len(text.encode()):8}")


if __name__ == "__main__":
    main()

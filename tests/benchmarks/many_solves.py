"""Compare many solves of one model with rebuilding and solving a PuLP and HiGHS programme for every draw.

Both sides run interleaved, under the same rules, to gap 0, each on one core, and are measured in processor
time, so that other work on the machine flatters neither; only whole ensembles are measured by the clock on the wall.
Of the rebuilt programmes a sample is run, and its median stands for the rest where a total is named. One that is not
solved within a limit is stopped there and counted, and what it took so far stands for it, which flatters it. Every
sampled answer is compared by its exact value: a mismatch is an error of one of the two, and is counted. A draw that
the tree does not prove goes to the solver: it is counted, and costs what a rebuilt programme costs. Each line ends
with the bars that it is held to, and by how much it misses them.

    python tests/benchmarks/many_solves.py
    python tests/benchmarks/many_solves.py --only "scores 200 binding 1"
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import time
import warnings
from contextlib import suppress
from fractions import Fraction
from statistics import mean, median

import numpy as np
import pulp
from calls import CRITERIA, REVIEWERS, a_model

from allocator.branching.programme import Programme, worth_of
from allocator.branching.workspace import Workspace, compile_now
from allocator.ensemble import Ensemble
from allocator.polytope import Polytope, optimal_over_weights
from allocator.rows import Linear

DRAWS = 84_000
MANY = 8
"""So many regional floors must have a price in a draw of the second kind; draws in which fewer have are left out."""


def written(programme, worth, category):
    """Write the programme with PuLP from its rows; return it and its variables."""
    problem = pulp.LpProblem("draw", pulp.LpMaximize)
    if hasattr(problem, "add_variable"):
        x = [problem.add_variable(f"x{j}", 0, 1, category) for j in range(len(worth))]
    else:
        x = [pulp.LpVariable(f"x{j}", 0, 1, category) for j in range(len(worth))]
    problem += pulp.lpSum(float(c) * v for c, v in zip(worth, x, strict=True))
    for i, (row, bound) in enumerate(zip(programme.rows, programme.bounds, strict=True)):
        scale = float(np.abs(row).max())  # rows of one size: HiGHS's tolerances are absolute
        problem += pulp.lpSum(row[j] / scale * x[j] for j in np.flatnonzero(row)) <= bound / scale, f"row{i}"
    return problem, x


def rebuilt(programme, worth):
    """Build the programme, solve it, and return the awards made and the seconds it took."""
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem, x = written(programme, worth, "Binary")
        problem.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0, gapAbs=0.0))
        chosen = [j for j, v in enumerate(x) if v.value() > 0.5]
    return chosen, time.process_time() - start


def serve(ours, limit):
    """Rebuild and solve what is sent, until the system ends this process for what one of them takes."""
    with suppress(EOFError):  # nothing more is sent
        while True:
            programme, worth = ours.recv()
            ends = math.ceil(time.process_time() + limit)
            resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            ours.send(rebuilt(programme, worth))


class Rebuilding:
    """A process that rebuilds and solves programmes, each within a limit of processor time in seconds.

    The limit is the system's: HiGHS asks for its own too seldom, and its presolve may not end at all.
    """

    def __init__(self, limit):
        self.limit, self._process, self._ours = limit, None, None

    def solve(self, programme, worth):
        """Return the awards made, None if it was stopped, and the seconds it took until then."""
        if self._process is None:
            spawned = multiprocessing.get_context("spawn")
            self._ours, theirs = spawned.Pipe()
            self._process = spawned.Process(target=serve, args=(theirs, self.limit), daemon=True)
            self._process.start()
            theirs.close()
        self._ours.send((programme.bare, worth))
        try:
            return self._ours.recv()
        except EOFError:
            self._process = None
            return None, self.limit


def binding_regions(programme, worth):
    """Count the regions whose floor has a price in HiGHS's linear relaxation: more of it would cost value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem, _ = written(programme, worth, "Continuous")
        problem.solve(pulp.HiGHS(msg=False, threads=1, mip=False))
        rows = problem.constraints() if callable(problem.constraints) else problem.constraints.values()
        priced = [abs(row.pi) > 1e-6 for row in rows]
    return sum(price for price, (row, _, _) in zip(priced, programme.sources, strict=True) if row.rule == "floors")


def verdict(*bars):
    """Say which bars are met, and by how much the others are missed."""
    said = [
        f"{name} {times:.0f} of {bar}" + ("" if times >= bar else f", missed by {bar - times:.0f}")
        for name, times, bar in bars
    ]
    return ("met: " if all(times >= bar for _, times, bar in bars) else "MISSED: ") + "; ".join(said)


def reviewer_draws(model, count, seed=0):
    """Move every reviewer's score by half a point down, not at all or up, and publish the values anew."""
    rng = np.random.default_rng(seed)
    place = {a.id: k for k, a in enumerate(model.scenario.call.applications)}
    halves = np.zeros((len(place), len(CRITERIA), len(REVIEWERS)), int)
    for score in model.scenario.call.scores:
        where = place[score.application], CRITERIA.index(score.criterion), REVIEWERS.index(score.reviewer)
        halves[where] = int(2 * score.score)
    levels = np.array([int(10 * award.level) for award in model.candidates.awards])
    of = np.array([place[award.application] for award in model.candidates.awards])
    marks = (np.clip(halves + rng.integers(-1, 2, halves.shape), 0, 10).sum(axis=(1, 2)) for _ in range(count))
    # The mean of 15 half points, to two decimals, a half up; times the level, in thousandths.
    return [Linear(((400 * total + 60) // 120)[of] * levels, denominator=1000) for total in marks]


def scores(applications, regions, seed, draws, sample, rebuilding):
    """Print one line on reviewer-score draws."""
    model = a_model(applications, seed, regions)
    programme = Programme.of(model)
    goals = reviewer_draws(model, draws)
    binding = [binding_regions(programme, worth_of(goal)) for goal in goals]
    if regions == "binding":
        goals = [goal for goal, count in zip(goals, binding, strict=True) if count >= MANY]
        binding = [count for count in binding if count >= MANY]
        draws = len(goals)
    space, ours, theirs, stopped, handed, mismatches = Workspace(programme), [], [], 0, 0, 0
    for q, goal in enumerate(goals):
        worth = worth_of(goal)
        start = time.process_time()
        chosen, proofs = space.solve(worth[None])
        ours.append(time.process_time() - start)
        sampled = q % max(draws // sample, 1) == 0
        if sampled or not proofs[0]:
            other, seconds = rebuilding.solve(programme, worth)
        if not proofs[0]:
            handed += 1
            ours[-1] += seconds
        if sampled:
            theirs.append(seconds)
            if other is None:
                stopped += 1
                continue
            lawful = (programme.rows[:, other].sum(axis=1) <= programme.bounds).all()
            mismatches += int(proofs[0] != 0 and (not lawful or worth[other].sum() != worth[chosen[0]].sum()))
    walls, answers = [], []
    for workers in (1, 2):
        start = time.perf_counter()
        answers.append(Ensemble(model, fast=True).solve(goals, workers=workers))
        walls.append((time.perf_counter() - start) / draws)
    unproved = sum(draws - len(solved) for solved in answers)
    middle, average = median(theirs) / median(ours), mean(theirs) / mean(ours)
    bars = [("median", middle, 40)] if regions == "binding" else [("median", middle, 100), ("mean", average, 30)]
    same = "yes" if answers[0] == answers[1] else "NO"
    print(
        f"{applications:4} {regions:>8} {seed:4} {median(binding):7.0f} {min(binding):5} {draws:6} {len(theirs):6} "
        f"{stopped:7} {1e3 * median(theirs):9.1f} {1e3 * median(ours):8.2f} {1e3 * mean(ours):8.2f} "
        f"{middle:8.0f} {average:8.0f} {handed:8} {unproved:8} {mismatches:10} "
        f"{1e3 * walls[0]:8.2f} {1e3 * walls[1]:8.2f} {same:>5}  {verdict(*bars)}",
        flush=True,
    )


def weights(applications, seed, part, sample, rebuilding):
    """Print one line on weight draws."""
    model = a_model(applications, seed)
    programme = Programme.of(model)
    each = Fraction(1, len(CRITERIA))
    polytope = Polytope(CRITERIA).between(dict.fromkeys(CRITERIA, (each * (1 - part), each * (1 + part))))
    start = time.process_time()
    found = optimal_over_weights(model, polytope)
    listed = time.process_time()
    rng = np.random.default_rng(seed)
    corners = np.array([[float(w) for w in corner] for corner in found.corners])
    draws = rng.dirichlet(np.ones(min(len(corners), 12)), DRAWS) @ corners[rng.permutation(len(corners))[:12]]
    begun = time.process_time()
    best = found.evaluate(draws)
    ended = time.process_time()
    means = [model.assessments[award.application].exact for award in model.candidates.awards]
    value = np.array(
        [[float(m[name] * a.level) for name in CRITERIA] for m, a in zip(means, model.candidates.awards, strict=True)]
    )
    theirs, stopped, mismatches = [], 0, 0
    for q in range(0, DRAWS, DRAWS // sample):
        other, seconds = rebuilding.solve(programme, value @ draws[q])
        theirs.append(seconds)
        if other is None:
            stopped += 1
            continue
        mine = float(draws[q] @ value[list(found.portfolios[best[q]].awards)].sum(axis=0))
        mismatches += int(abs(mine - float(draws[q] @ value[other].sum(axis=0))) > 1e-6 * mine)
    whole = listed - start + ended - begun
    print(
        f"{applications:4} {seed:4} {float(part):6.0%} {len(found.portfolios):10} {len(found.corners):7} "
        f"{listed - start:9.2f} {ended - begun:9.2f} {1e3 * median(theirs):9.1f} {stopped:7} "
        f"{DRAWS * median(theirs) / whole:8.0f} {mismatches:10} of {len(theirs) - stopped}  "
        f"{verdict(('times', DRAWS * median(theirs) / whole, 1000 if applications <= 40 else 300))}",
        flush=True,
    )


def main() -> None:
    """Print a table of weight draws, then one of reviewer-score draws."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=10, help="rebuilt programmes for each line (default: 10)")
    parser.add_argument("--draws", type=int, default=300, help="reviewer-score draws for each line (default: 300)")
    parser.add_argument("--seeds", type=int, default=3, help="calls for each kind of reviewer-score draws (default: 3)")
    parser.add_argument(
        "--limit", type=float, default=60, help="processor seconds for a rebuilt programme (default: 60)"
    )
    parser.add_argument(
        "--only", default="", metavar="WORDS", help='lines whose name begins so, such as "weights 40" or "scores 200"'
    )
    asked = parser.parse_args()

    def wanted(*name):
        return f"{' '.join(map(str, name))} ".startswith(f"{asked.only} ".lstrip())

    rebuilding = Rebuilding(asked.limit)
    start = time.perf_counter()
    compile_now()
    print(f"compiled, or loaded from an earlier run, in {time.perf_counter() - start:.1f} s (not counted below)")
    print(f"{asked.sample} rebuilt programmes a line, each stopped after {asked.limit:.0f} s: how many were is counted")
    print(f"\n{DRAWS} weight draws; the rebuilt programmes' total is their median times the draws")
    print("   n seed    box portfolios corners find, s  draws, s rebuilt,ms stopped   times  mismatches")
    for applications, seed, part in ((40, 1, "1/5"), (40, 2, "1/5"), (40, 1, "1/2"), (200, 1, "1/5"), (200, 2, "1/5")):
        if wanted("weights", applications, seed, part):
            weights(applications, seed, Fraction(part), asked.sample, rebuilding)
    print(
        "\nreviewer-score draws; ms a draw; binding: regional floors with a price in the relaxation, median and least;"
    )
    print("last ms: whole ensembles by the clock, with one worker and with two; same: whether they answer the same")
    print(
        "   n  regions seed binding least  draws sample stopped   rebuilt   median     mean"
        "   median     mean  to HiGHS unproved mismatches    1        2      same"
    )
    for applications, regions in ((40, "mild"), (200, "mild"), (40, "binding"), (200, "binding")):
        for seed in range(1, asked.seeds + 1):
            draws = asked.draws if regions == "mild" else asked.draws // 3
            if wanted("scores", applications, regions, seed):
                scores(applications, regions, seed, draws, asked.sample, rebuilding)


if __name__ == "__main__":
    main()

"""Check a dossier with nothing but Python: every hash, the portfolio row by row, and the proof that none is better.

Run `python verify.py DOSSIER.zip`, or `python verify.py` in the folder that the dossier was unpacked into; it ends
with 0 if all is well and 6 if not. All arithmetic is in whole numbers and exact fractions.

The proof is a tree: a branch sets a column to 0 and then to 1; each node carries a scale s and a whole multiplier
for each row. Rows times multipliers of the right sign add up to an inequality that holds, so in the node's box
s · objective is at most Σ multiplier · bound + Σ (the best of the box by what is left of each column).
"""

import hashlib
import json
import sys
import zipfile
from fractions import Fraction
from math import gcd
from pathlib import Path
from typing import Any


class RefusedError(Exception):
    """Something in the dossier is not as it says."""


def tell(condition: object, what: str) -> None:
    """Refuse the dossier unless the condition holds."""
    if not condition:
        raise RefusedError(what)


def exact(text: str) -> Fraction:
    """Read a number such as 12, 0.5 or 1/3, and nothing that grows beyond its length."""
    tell(set(text) <= set("-0123456789./"), f"{text[:40]!r} is no number")
    return Fraction(text)


def check_portfolio(proof: dict[str, Any]) -> Fraction:
    """Check that the portfolio satisfies every row; return its objective, without constant and denominator."""
    goal, columns, point = proof["objective"], proof["columns"], [exact(text) for text in proof["portfolio"]]
    numbers = [n for row in proof["rows"] for n in (row["bound"], *row["terms"].values())]
    numbers += [goal["constant"], goal["denominator"], *goal["terms"].values()]
    numbers += [column[end] for column in columns for end in ("low", "high")]
    tell(all(type(n) is int for n in numbers) and goal["denominator"] > 0, "certificate.json: a number is not whole")
    tell(len(columns) == len(point), "certificate.json: the portfolio has another number of columns")
    for column, value in zip(columns, point, strict=True):
        tell(column["low"] <= value <= column["high"], f"certificate.json: {column['name']} is out of its range")
        tell(value.denominator == 1 or not column["whole"], f"certificate.json: {column['name']} is not whole")
    for row in proof["rows"]:
        over = sum(c * point[int(j)] for j, c in row["terms"].items()) - row["bound"]
        tell(
            {"<=": over <= 0, ">=": over >= 0, "==": over == 0}[row["sense"]],
            f"certificate.json: the portfolio breaks the row {row['name']}",
        )
    return Fraction(sum(c * point[int(j)] for j, c in goal["terms"].items()))


def check_tree(proof: dict[str, Any], value: Fraction) -> int:
    """Check that nothing in the whole box is better than *value*; return the number of leaves."""
    columns, terms, leaves = proof["columns"], proof["objective"]["terms"], 0
    whole = all(columns[int(j)]["whole"] for j in terms)
    # An objective of whole steps is better by one step at least; another by anything.
    target = value + (gcd(*terms.values()) or 1) if whole else value
    boxes, nodes = [([c["low"] for c in columns], [c["high"] for c in columns])], iter(proof["tree"])
    while boxes:
        low, high = boxes.pop()
        node: list[Any] = next(nodes, [])
        tell(node, "certificate.json: the tree does not cover every portfolio")
        kind, scale = node[:2]
        bound, costs = bound_of(proof, scale, node[2], low, high)
        spare = bound - (scale * target - 1 if whole or not scale else scale * target)
        if kind == "leaf":
            leaves += 1
            tell(spare <= 0, f"certificate.json: leaf {leaves} does not prove that nothing in it is better")
            continue
        tell(kind == "branch", "certificate.json: a node is neither a leaf nor a branch")
        for j, column in enumerate(columns):  # what would cost more than is to be had is settled
            if scale and column["whole"] and high[j] - low[j] == 1 and abs(costs[j]) >= spare:
                low[j] = high[j] = high[j] if costs[j] > 0 else low[j]
        on = range(len(columns))[node[3]]
        tell(columns[on]["whole"] and (low[on], high[on]) == (0, 1), "certificate.json: a branch on a settled column")
        boxes.append(([*low[:on], 1, *low[on + 1 :]], high))
        boxes.append((low, [*high[:on], 0, *high[on + 1 :]]))
    tell(not next(nodes, None), "certificate.json: the tree has nodes that lead nowhere")
    return leaves


def bound_of(proof: dict[str, Any], scale: int, ys: dict[str, int], low: Any, high: Any) -> tuple[int, list[int]]:
    """Return the greatest that scale · objective can be in the box by these multipliers, and each column's cost."""
    tell(type(scale) is int and scale >= 0, "certificate.json: a scale is not a whole number from 0")
    bound, costs = 0, [0] * len(low)
    for j, c in proof["objective"]["terms"].items():
        costs[int(j)] += scale * c
    for i, y in ys.items():
        row = proof["rows"][int(i)]
        fits = type(y) is int and {"<=": y >= 0, ">=": y <= 0, "==": True}[row["sense"]]
        tell(fits, f"certificate.json: a multiplier of the wrong sign at {row['name']}")
        bound += y * row["bound"]
        for j, c in row["terms"].items():
            costs[int(j)] -= y * c
    return bound + sum(c * (high[j] if c > 0 else low[j]) for j, c in enumerate(costs)), costs


def check_solution(proof: dict[str, Any], solution: dict[str, Any], value: Fraction) -> None:
    """Check that the decision is the portfolio that was proven, award by award, and has its value."""
    goal = proof["objective"]
    pairs = zip(proof["columns"], proof["portfolio"], strict=True)
    proven = [(c["application"], exact(c["level"]), c["euros"]) for c, v in pairs if "application" in c and v == "1"]
    made = [(a["application"], exact(a["level"]), a["euros"]) for a in solution["awards"]]
    tell(made == proven, "solution.json: the awards are not those of the certificate")
    tell(solution["granted"] == sum(a["euros"] for a in solution["awards"]), "solution.json: granted is not the sum")
    shown = (goal["constant"] + value) / goal["denominator"] * (-1 if goal["turned"] else 1)
    tell(exact(solution["value"]) == shown, "solution.json: the value is not that of the certificate")


def check_members(members: dict[str, bytes]) -> list[str]:
    """Check everything; return what was found to be well."""
    listed = json.loads(members["manifest.json"])["members"]
    for name in sorted(listed.keys() | (members.keys() - {"manifest.json"})):
        tell(name in members, f"{name}: missing")
        tell(name in listed, f"{name}: not in the manifest")
        tell(hashlib.sha256(members[name]).hexdigest() == listed[name], f"{name}: changed")
    said = [f"{len(listed)} files are as the manifest says"]
    if "none" in (proof := json.loads(members["certificate.json"])):
        return [*said, f"no certificate: {proof['none']}"]
    value = check_portfolio(proof)
    said.append(f"the portfolio satisfies all {len(proof['rows'])} rows")
    check_solution(proof, json.loads(members["solution.json"]), value)
    return [*said, f"no portfolio is better: {check_tree(proof, value)} leaves"]


def read(where: Path) -> dict[str, bytes]:
    """Return every file of a dossier, from its zip or from the folder that it was unpacked into."""
    if where.is_dir():
        return {p.relative_to(where).as_posix(): p.read_bytes() for p in where.rglob("*") if p.is_file()}
    with zipfile.ZipFile(where) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(where: Path) -> int:
    """Check the dossier at a path, print what was found, and return the exit code."""
    try:
        print(*check_members(read(where)), sep="\n")
    except Exception as error:  # whatever may be malformed in it
        print(f"NOT AS IT SAYS: {error if isinstance(error, RefusedError) else repr(error)}")
        return 6
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))

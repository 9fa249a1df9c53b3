"""Check a dossier with nothing but Python: every hash, the portfolio row by row, and the proof that none comes before.

Run `python verify.py DOSSIER.zip`, or `python verify.py` where it was unpacked; 0 at the end if all is well, 6 if not.
The proof takes the published order level by level: among all that is as good by the goals before, nothing is better by
this one; at a level marked true, nothing else is as good. A level is a tree: a branch sets a column to 0, then to 1; a
node has a scale s and a multiplier for each row. Rows times multipliers of the right sign add up to a row that holds,
so in the node's box s · goal is at most Σ multiplier · bound + Σ (the best by what is left of each column).
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


def tell(condition: object, what: str, file: str = "certificate.json") -> None:
    """Refuse the dossier unless the condition holds."""
    if not condition:
        raise RefusedError(ascii(f"{file}: {what}")[1:-1])


def exact(text: str) -> Fraction:
    """Read a number such as 12, 0.5 or 1/3, and nothing that grows beyond its length."""
    tell(set(text) <= set("-0123456789./"), f"{text[:40]!r} is no number")
    return Fraction(text)


def parsed(content: bytes) -> Any:
    """Read JSON, its numbers exactly."""
    return json.loads(content, parse_float=exact, parse_constant=exact)


def check_portfolio(proof: dict[str, Any]) -> list[Fraction]:
    """Check that the portfolio satisfies every row; return its goals, without constant and denominator."""
    columns, point = proof["columns"], [exact(text) for text in proof["portfolio"]]
    for column, value in zip(columns, point, strict=True):
        tell(column["low"] <= value <= column["high"], f"{column['name']} is out of its range")
        tell(value.denominator == 1 or not column["whole"], f"{column['name']} is not whole")
    for row in proof["rows"]:
        over = sum(c * point[int(j)] for j, c in row["terms"].items()) - row["bound"]
        tell({"<=": over <= 0, ">=": over >= 0, "==": over == 0}[row["sense"]], f"the portfolio breaks {row['name']}")
    return [Fraction(sum(c * point[int(j)] for j, c in goal["terms"].items())) for goal in proof["goals"]]


def check_order(proof: dict[str, Any], values: list[Fraction]) -> bool:
    """Check the trees of all levels; return whether they end with one at which nothing else is as good."""
    awards = {str(j): (c["application"], c["level"]) for j, c in enumerate(proof["columns"]) if "application" in c}
    made = {choice for j, choice in awards.items() if proof["portfolio"][int(j)] == "1"}
    signs = {j: -1 if choice in made else 1 for j, choice in awards.items()}
    another = {"name": "another portfolio", "terms": signs, "sense": ">=", "bound": 1 - len(made)}
    rows, nodes, alone = list(proof["rows"]), iter([*proof["tree"], ["end", 0, {}]]), False
    for goal, value in zip(proof["goals"], values, strict=True):
        _, alone = next(nodes)
        check_tree(proof["columns"], rows + [another] * alone, goal["terms"], value, alone, nodes)
        terms = {j: c * value.denominator for j, c in goal["terms"].items()}
        rows.append({"name": goal["name"], "terms": terms, "sense": ">=", "bound": value.numerator})
    tell(next(nodes)[0] == "end", "the tree has nodes that lead nowhere")
    return alone


def check_tree(columns: Any, rows: Any, terms: dict[str, int], value: Fraction, alone: bool, nodes: Any) -> None:
    """Check that nothing is better than *value*, by a whole step where the goal has such, or, if *alone*, as good."""
    whole = all(columns[int(j)]["whole"] for j in terms)
    target = value + (gcd(*terms.values()) or 1) if whole and not alone else value
    boxes = [([c["low"] for c in columns], [c["high"] for c in columns])]
    while boxes:
        low, high = boxes.pop()
        kind, scale, *said = next(nodes)
        bound, costs = bound_of(rows, terms, scale, said[0], low, high)
        spare = bound - (scale * target - 1 if whole or alone or not scale else scale * target)
        tell(kind == "branch" or (kind == "leaf" and spare <= 0), "a leaf does not prove that nothing in it is better")
        if kind == "leaf":
            continue
        for j, column in enumerate(columns):  # what would cost more than is to be had is settled
            if column["whole"] and (low[j], high[j]) == (0, 1) and abs(costs[j]) >= spare:
                low[j] = high[j] = int(costs[j] > 0)
        on = range(len(columns))[said[1]]
        tell(columns[on]["whole"] and low[on] >= 0 and high[on] <= 1, "a branch on what is not 0 or 1")
        ends = [end for end in (1, 0) if low[on] <= end <= high[on]]
        boxes += [([*low[:on], end, *low[on + 1 :]], [*high[:on], end, *high[on + 1 :]]) for end in ends]


def bound_of(rows: Any, terms: Any, scale: int, ys: dict[str, int], low: Any, high: Any) -> tuple[int, list[int]]:
    """Return the greatest that scale · goal can be in the box by these multipliers, and each column's cost."""
    bound, costs, goal = 0, [0] * len(low), {"name": "goal", "terms": terms, "sense": ">=", "bound": 0}
    for row, y in [(goal, -scale), *((rows[int(i)], y) for i, y in ys.items())]:
        tell({"<=": y >= 0, ">=": y <= 0, "==": True}[row["sense"]], f"a multiplier of the wrong sign: {row['name']}")
        bound += y * row["bound"]
        for j, c in row["terms"].items():
            costs[int(j)] -= y * c
    return bound + sum(c * (high[j] if c > 0 else low[j]) for j, c in enumerate(costs)), costs


def check_members(members: dict[str, bytes]) -> list[str]:
    """Check everything; return what was found to be well."""
    listed = json.loads(members["manifest.json"])["members"]
    for name in sorted(listed.keys() | (members.keys() - {"manifest.json"})):
        tell(name in members and name in listed, "missing, or not in the manifest", name)
        tell(hashlib.sha256(members[name]).hexdigest() == listed[name], "changed", name)
    said = [f"{len(listed)} files are as the manifest says"]
    if "none" in (proof := parsed(members["certificate.json"])):
        return [*said, f"no certificate: {proof['none']}"]
    alone = check_order(proof, values := check_portfolio(proof))
    check_solution(proof, parsed(members["solution.json"]), values[0])
    said.append(f"the portfolio satisfies all {len(proof['rows'])} rows; none is better by {proof['goals'][0]['name']}")
    return [*said, "it is the first by the published order" if alone else f"not proven: {proof['unproven']}"]


def check_solution(proof: dict[str, Any], solution: dict[str, Any], value: Fraction) -> None:
    """Check that the decision is the portfolio that was proven, award by award, and has its value."""
    goal, pairs = proof["goals"][0], zip(proof["columns"], proof["portfolio"], strict=True)
    proven = [(c["application"], exact(c["level"]), c["euros"]) for c, v in pairs if "application" in c and v == "1"]
    made = [(a["application"], exact(a["level"]), a["euros"]) for a in solution["awards"]]
    shown = (goal["constant"] + value) / abs(goal["denominator"]) * (-1 if goal["turned"] else 1)
    fits = (made, solution["granted"], exact(solution["value"])) == (proven, sum(a[2] for a in made), shown)
    tell(fits, "the awards, their sum or the value are not what is proven", "solution.json")


def read(where: Path) -> dict[str, bytes]:
    """Return every file of a dossier, from its zip or from the folder that it was unpacked into."""
    if where.is_dir():
        return {p.relative_to(where).as_posix(): p.read_bytes() for p in where.rglob("*") if p.is_file()}
    with zipfile.ZipFile(where) as archive:
        entries = archive.infolist()
        fits = sum(e.file_size for e in entries) <= where.stat().st_size and all(e.compress_type == 0 for e in entries)
        once = len({e.filename for e in entries}) == len(entries)
        tell(fits and once, "its files are compressed, named twice or too large", where.name)
        return {e.filename: archive.read(e) for e in entries}


def main(where: Path) -> int:
    """Check the dossier at a path, print what was found, and return the exit code."""
    try:
        print(*check_members(read(where)), sep="\n")
    except Exception as error:  # whatever may be malformed in it
        print(f"NOT AS IT SAYS: {error if isinstance(error, RefusedError) else ascii(error)}")
        return 6
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))

"""Calls that the page is tested with: one that takes minutes to solve, and one of four applications."""

import random


def hard(folder):
    """Write a call that is easy under the rule `few` and takes minutes without it; return its scenario file."""
    draw, years = random.Random(1), range(2030, 2036)
    years_of = [[draw.randint(20_000, 120_000) for _ in years] for _ in range(60)]
    lines = ["id;title;target;applicant;requested;" + ";".join(map(str, years)) + ";value"]
    for number, parts in enumerate(years_of):
        value = f"{sum(parts) / 6000 + draw.randint(0, 20):.2f}".replace(".", ",")
        lines.append(f"H{number};Hakemus;network;Hakija;{sum(parts)};{';'.join(map(str, parts))};{value}")
    (folder / "applications.csv").write_text("\n".join(lines), "utf-8")
    limits = {year: sum(parts[i] for parts in years_of) // 2 for i, year in enumerate(years)}
    scenario = f"""
title: Vaikea
call: {{years: {list(years)}, targets: {{network: {{title: Verkosto}}}}, regions: finland}}
data: {{applications: applications.csv}}
rules:
  budget: {{kind: budget, amount: {sum(map(sum, years_of))}}}
  years: {{kind: year, at_most: {limits}}}
  few: {{kind: limit, title: Harvat, measure: count, at_most: 2}}
"""
    (folder / "hard.yaml").write_text(scenario, "utf-8")
    return folder / "hard.yaml"


def small(folder):
    """Write a call of four applications; return its scenario file."""
    lines = ["id;title;target;applicant;requested;2030;value", "H1;Yksi;network;A;100000;100000;4,0"]
    lines += [f"H{n};Hakemus {n};network;B;{n}00000;{n}00000;{6 - n},5" for n in (2, 3, 4)]
    (folder / "applications.csv").write_text("\n".join(lines), "utf-8")
    scenario = """
title: Pieni
call: {years: [2030], targets: {network: {title: Verkosto}}, regions: finland}
data: {applications: applications.csv}
rules:
  budget: {kind: budget, title: Budjetti, amount: 600000}
"""
    (folder / "small.yaml").write_text(scenario, "utf-8")
    (folder / "password").write_text("correct horse battery\n", "utf-8")
    return folder / "small.yaml"

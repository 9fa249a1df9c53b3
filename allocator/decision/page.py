"""The decision as one HTML page that needs nothing beside it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from allocator.decision.content import Content
from allocator.decision.map import region_map


def page(content: Content) -> str:
    """Lay out a decision as a self-contained HTML page; every text from the call is escaped."""
    environment = Environment(
        loader=PackageLoader("allocator.decision", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    solution = content.solution
    return environment.get_template("page.html.j2").render(
        language=content.language,
        say=content.say,
        whole=content.euros,
        title=content.title,
        why=content.why,
        authority=content.authority,
        notice=content.notice,
        date=content.date,
        headline=content.headline,
        facts=content.facts,
        proven=solution.status == "optimal",
        changes=content.changes,
        funded=content.funded,
        not_funded=content.not_funded,
        regions=content.regions,
        map=region_map(content),
        has_reference=len(content.regions.heads) > 3,
        rules=content.rules,
        years=content.years,
        pots=content.pots,
        targets=content.targets,
        authorities=content.authorities,
        order=content.order,
        baselines=content.baselines,
        assumptions=content.assumptions,
        solver=solution.solver,
        files=dict(solution.scenario.hashes),
    )

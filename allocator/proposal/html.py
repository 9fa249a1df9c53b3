"""A paper as one HTML file that needs nothing beside it."""

from __future__ import annotations

from allocator.proposal.paper import Paper, plain


def html(paper: Paper) -> bytes:
    """Lay out a paper as a self-contained HTML page; every text is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("allocator.proposal", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.tests["block"] = lambda block, name: type(block).__name__ == name
    environment.filters["drawing"] = Markup
    return (environment.get_template("paper.html.j2").render(paper=paper)).encode()

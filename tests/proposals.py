"""A small call decided, its papers, and what they say: shared by the tests of the proposal and its letters."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from builders import a_call

from allocator import Scenario, Text, solve
from allocator.call import Timetable
from allocator.proposal.basis import Basis, analysed
from allocator.proposal.letter import letter
from allocator.proposal.memorandum import memorandum
from allocator.proposal.paper import Grid, Items, Paragraph
from allocator.proposal.proposal import proposal
from allocator.proposal.propose import documents

NASTY = "<script>alert(1)</script> =HYPERLINK(0) {{ 7*7 }} {% raw %} #set *x* _y_ @z $m$ [a] \\ & 'q' \"w\""
LONG = "pitkä " * 334
SHAKEN = "a\u202eb\u200fc\u0007d"
EMOJI = "kasvu 🚀"


def scenario(scale=1, title="Hanke", **rules):
    call = a_call(
        years=(2021, 2022),
        targets={"H1": "net", "H2": "net", "H3": "zone", "H4": "net"},
        scores={"H1": {"a": 4, "b": 5}, "H2": {"a": 3, "b": 3}, "H3": {"a": 5, "b": 2}, "H4": {"a": 2, "b": 3}},
        H1={"North": 4100 * scale},
        H2={"South": 3300 * scale},
        H3={"South": 2600 * scale, "North": 410 * scale},
        H4={"North": 5300 * scale},
    )
    applications = tuple(
        replace(a, title=title, applicant=f"Hakija {a.id}", granting_authority="Liitto", language=spoken)
        for a, spoken in zip(call.applications, ("fi", "sv", "en", "xx"), strict=True)
    )
    decided = datetime(2021, 6, 29, tzinfo=UTC)
    terms = call.terms.model_copy(update={"timetable": Timetable(decision=decided), "notice": Text(fi="Esimerkki")})
    call = replace(call, terms=terms, applications=applications)
    return Scenario.of(call, {"money": {"kind": "budget", "amount": 10_500 * scale}, **rules})


@cache
def decided(scale=1):
    return with_analyses(scenario(scale))


def with_analyses(written):
    solution = solve(written)
    return solution, analysed(solution, budgets=False)


@cache
def against_others():
    solution, _ = decided()
    return solution, analysed(solution, {Text(fi="Sama"): solution, Text(fi="Ei mikään"): None}, budgets=False)


@cache
def untrusted():
    return with_analyses(scenario(title=f"{NASTY} {EMOJI} {SHAKEN} {LONG}"))


HALVES = {"kind": "levels", "levels": ["1", "0.5"]}


def in_part(language="fi", **rules):
    """The call with less money, in which some are granted half of what they asked for."""
    partial = scenario(money={"kind": "budget", "amount": 9_000}, part=HALVES, **rules)
    applications = tuple(replace(a, minimum=a.requested // 2, language=language) for a in partial.call.applications)
    return replace(partial, call=replace(partial.call, applications=applications))


def papers(decision, language="fi"):
    basis = Basis(*decision, language)
    ids = [a.id for a in decision[0].scenario.call.applications]
    return [proposal(basis), memorandum(basis), *(letter(basis, i) for i in ids)]


def prose(paper):
    said = [f"{block.lead} {block.text}" for block in paper.blocks if isinstance(block, Paragraph)]
    return "\n".join([*said, *(text for block in paper.blocks if isinstance(block, Items) for text in block.texts)])


def tables(paper):
    return [block.table for block in paper.blocks if isinstance(block, Grid)]


def number(cell):
    return int(re.sub(r"[\u00a0,]", "", cell))


def digest():
    """Return the hash of every document in Swedish; of letters, whose writers are the same, the content is enough."""
    solution, analyses = decided()
    basis = Basis(solution, analyses, "sv")
    written = [name.encode() + made for name, made in documents(solution, "sv", analyses, letters=False)]
    written += [repr(letter(basis, i)).encode() for i in ("H1", "H2", "H3", "H4")]
    return hashlib.sha256(b"".join(written)).hexdigest()

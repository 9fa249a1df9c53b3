"""The grounds: regions, how the choice was made and how certain it is, who is left out, what else was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator.analysis.sentences import sentences
from allocator.comparison import compare
from allocator.decision.content import Table
from allocator.proposal.basis import TOLERANCE, Basis
from allocator.proposal.paper import Block, Figure, Grid, Heading, Items, Paragraph, grid
from allocator.proposal.tiles import tile_map
from allocator.writing import moment, percent


class Evidence:
    """The second half of a proposal's grounds, section by section."""

    def __init__(self, basis: Basis) -> None:
        self.basis, self.solution, self.say = basis, basis.solution, basis.say

    def regions(self) -> Iterator[Block]:
        """Yield the map and the table of the regions."""
        regions = self.basis.content.regions
        yield Paragraph(self.say("balance_text"))
        if svg := tile_map(self.basis.content):
            column = 4 if len(regions.heads) > 4 else 2
            told = "; ".join(f"{row[0]} {row[column]}" for row in regions.rows)
            key = "map_caption" if column == 4 else "map_caption_share"
            yield Figure(svg, self.say(key), self.say("map_alt", list=told))
        table = Table(self.say("regions_caption"), regions.heads, regions.rows, regions.numbers, regions.total)
        yield grid(table, (32, *([17] * (len(regions.heads) - 1))))

    def certainty(self) -> Iterator[Block]:
        """Yield how the choice was made, its ties, and which outcomes are clear."""
        solution, analyses = self.solution, self.basis.analyses
        order = self.basis.listed([row[0].lower() for row in self.basis.content.order.rows])
        text = self.say("procedure_text", order=order)
        if analyses.freeze:
            when = moment(analyses.freeze.moment, self.basis.language)
            text += " " + self.say("frozen", moment=when, digest=analyses.freeze.digest[:8])
        if solution.second_opinion:
            text += " " + self.say("seconded", solver=solution.second_opinion.solver)
        yield Paragraph(text, lead=self.say("procedure"))
        if solution.status != "optimal":
            return
        level = solution.levels[0]
        count = self.basis.whole(level.portfolios)
        if not level.complete:
            count = self.basis.content.say("at_least", count=count)
        told = self.say("no_ties_text") if level.portfolios == 1 else self.say("ties_text", count=count)
        if level.portfolios == 1 and not level.complete:
            told = f"{self.basis.content.say('ties_not_looked_for')}."
        yield Paragraph(told, lead=self.say("ties"))
        if analyses.reasons:
            share = percent(TOLERANCE, self.basis.language)
            yield Paragraph(self.say("sureness_text", share=share), lead=self.say("sureness"))
            yield self._sureness()
            if chosen := self.choices():
                yield Items(tuple(f"{i}: {self._why(i)}" for i in chosen))
            yield from self._size()
        if analyses.robustness:
            yield Paragraph(analyses.robustness.text(self.basis.language), lead=f"{self.say('robust')}.")

    def _size(self) -> Iterator[Block]:
        """Tell of the proposal's own weakness: a sum of points favours moderate requests."""
        call, outcome = self.solution.scenario.call, self.solution.outcome
        asked = {o: [a.requested for a in call.applications if outcome(a.id) == o] for o in ("funded", "not_funded")}
        if self.solution.model.objective.name == "value" and all(asked.values()):
            means = {o: self.basis.euros(Fraction(sum(sums), len(sums))) for o, sums in asked.items()}
            yield Paragraph(self.say("size_text", **means), lead=self.say("size"))

    def choices(self) -> list[str]:
        """Return the ids of the applications whose outcome is a matter of discretion."""
        reasons = self.basis.analyses.reasons
        return [r.application for r in reasons or () if r.discretion(TOLERANCE) == "choice"]

    def _sureness(self) -> Grid:
        reasons = list(self.basis.analyses.reasons or ())

        def ids(outcome: str, words: tuple[str, ...], *, close: bool) -> str:
            told = [r for r in reasons if r.outcome == outcome and r.discretion(TOLERANCE) in words]
            names = [f"{r.application} ({self.basis.points(r.loss)})" if close else r.application for r in told]
            return f"{self.basis.whole(len(told))}: {', '.join(names)}" if told else "0"

        rows = (
            (
                self.say("clear"),
                ids("funded", ("decided",), close=False),
                ids("not_funded", ("excluded",), close=False),
            ),
            (self.say("discretion"), *(ids(o, ("choice",), close=True) for o in ("funded", "not_funded"))),
        )
        heads = (self.say("outcome"), self.say("proposed_in"), self.say("proposed_out"))
        return grid(Table(self.say("sureness_caption"), heads, rows), (20, 40, 40))

    def unfunded(self) -> Iterator[Block]:
        """Yield every other application with the reason and what funding it would have done."""
        brief = self.basis.content.not_funded_briefly.rows
        if not brief:
            return
        rows = tuple(
            (i, f"{title}\n{applicant}".strip(), points, requested, self._why(i))
            for i, title, applicant, points, requested, _ in brief
        )
        heads = tuple(self.say(key) for key in ("id", "project", "pts", "requested", "why"))
        yield grid(Table(self.say("unfunded_caption"), heads, rows, frozenset({2, 3})), (8, 34, 8, 12, 38))

    def _why(self, application_id: str) -> str:
        if self.solution.outcome(application_id) in {"funded", "not_funded"} and self.basis.analyses.reasons:
            # The first sentence says the outcome, which the table's caption says already; the second what follows.
            return sentences(self.solution, self.basis.analyses.reasons[application_id], self.basis.language)[1]
        return self.basis.content.why_not(application_id)

    def alternatives(self) -> Iterator[Block]:
        """Yield other policies, simpler ways of choosing, and who is next."""
        if self.basis.analyses.alternatives:
            yield Paragraph(self.say("alternatives_text"))
            yield self._scenarios()
        if self.basis.analyses.baselines:
            ways = self.basis.content.ways(self.basis.analyses.baselines)
            yield grid(Table(self.say("ways_caption"), ways.heads, ways.rows, ways.numbers), (34, 11, 11, 14, 11, 26))
        yield from self._reserve()

    def _scenarios(self) -> Grid:
        rows = []
        for title, other in (self.basis.analyses.alternatives or {}).items():
            name = title[self.basis.language]
            if other is None:
                rows.append((name, "–", "–", "–", self.say("impossible")))
                continue
            compared = compare([self.solution, other])
            moves = [
                self.say(key, ids=", ".join(ids))
                for key, ids in (("comes", compared.came_in(other)), ("goes", compared.fell_out(other)))
                if ids
            ]
            content = type(self.basis.content)(other, self.basis.language)
            rows.append(
                (
                    name,
                    self.basis.whole(len(other.funded)),
                    self.basis.whole(other.granted),
                    content.objective_value(other.value),
                    "; ".join(moves) or self.say("same"),
                )
            )
        heads = tuple(self.say(key) for key in ("alternative", "projects", "euros", "result", "moves"))
        return grid(
            Table(self.say("scenarios_caption"), heads, tuple(rows), frozenset({1, 2, 3})), (32, 11, 14, 11, 32)
        )

    def _reserve(self) -> Iterator[Block]:
        reserve = self.basis.analyses.reserve
        if not reserve:
            return
        yield Heading(self.say("reserve_caption"), 2)
        yield Paragraph(self.say("reserve_text"))
        rows = tuple(
            (", ".join(event.who), self.basis.whole(event.euros), self._next(event.funded))
            for event in reserve.events
            if event.event == "withdrawal"
        )
        heads = tuple(self.say(key) for key in ("withdraws", "freed", "next"))
        yield grid(Table(self.say("reserve_caption"), heads, rows, frozenset({1})), (20, 20, 60))
        base = reserve.links[0].budget if reserve.links else 0
        more = tuple(
            (self.basis.whole(link.budget - base), ", ".join(link.joins)) for link in reserve.links if link.joins
        )
        if more:
            heads = (self.say("more_money"), self.say("next"))
            yield grid(Table(self.say("more_caption"), heads, more, frozenset({0})), (30, 70))
        elif reserve.links:
            yield Paragraph(self.say("no_more", euros=self.basis.euros(reserve.links[-1].budget - base)))

    def _next(self, ids: tuple[str, ...] | None) -> str:
        if ids is None:
            return self.say("again")
        call = self.solution.scenario.call
        return "; ".join(f"{i} {call[i].title}" for i in ids) or self.say("nobody")

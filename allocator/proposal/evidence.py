"""The grounds: regions, how the choice was made and how certain it is, who is left out, what else was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from allocator.analysis.reserve import Next, Reserve
from allocator.analysis.sentences import sentences
from allocator.comparison import compare
from allocator.decision.content import Content
from allocator.decision.table import Table
from allocator.proposal.basis import TOLERANCE, Basis, Freeze
from allocator.proposal.paper import Block, Figure, Grid, Heading, Items, Paragraph, grid
from allocator.proposal.tiles import tile_map
from allocator.rules.fair_share import FairShare
from allocator.solution import Solution
from allocator.writing import moment, percent

_MOST_CHOICES = 8
"""Matters of discretion that are told one by one in the proposal itself; more are left to the memorandum."""


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
        yield self._regions()

    def _regions(self) -> Grid:
        """Return the regions' euros and shares and, where a rule gives each a floor, how far above it they are."""
        table, language = self.basis.content.regions, self.basis.language
        rules = self.solution.scenario.rules
        floors = {
            reading.label[language]: reading
            for reading in self.solution.rules
            if isinstance(rules[reading.rule], FairShare) and reading.label and reading.sense == ">="
        }
        heads, rows, whole = list(table.heads), [list(row) for row in table.rows], self.basis.whole
        heads[0:3] = [heads[0], self.say("euros"), heads[2]]
        total = [*(table.total or ())]
        if self.solution.granted:
            total[2:4] = [percent(1, language, 1)] * len(total[2:4])
        if floors and all(reading.unit == "euros" for reading in floors.values()):
            heads += [self.say("least_euros"), self.say("above_euros")]
            total += ["", ""]
            for row in rows:
                due = floors.get(row[0])
                row += ["–", "–"] if due is None else [whole(ceil(due.bound)), whole(floor(due.slack))]
        widths = (25, 18, 11, 17, 13, 15, 18)[: len(heads)]
        numbers = frozenset(range(1, len(heads)))
        return grid(
            Table(self.say("regions_caption"), tuple(heads), tuple(map(tuple, rows)), numbers, tuple(total)), widths
        )

    def certainty(self) -> Iterator[Block]:
        """Yield how the choice was made, its ties, and which outcomes are clear."""
        solution, analyses = self.solution, self.basis.analyses
        order = self.basis.listed([self.basis.goal(x.goal) for x in solution.levels])
        proven = solution.status == "optimal"
        text = self.say("procedure_text", order=order) if proven else self.say("procedure_found")
        if analyses.freeze:
            text += f" {self._frozen(analyses.freeze)}"
        if solution.second_opinion:
            text += " " + self.say("seconded", solver=solution.second_opinion.solver)
        yield Paragraph(text, lead=self.say("procedure"))
        if not proven:
            return
        level = solution.levels[0]
        count = self.basis.whole(level.portfolios)
        if not level.complete:
            count = self.basis.content.say("at_least", count=count)
        decisive = next((x.goal for x in solution.levels[1:] if x.portfolios == 1 and x.complete), None)
        goal = " " + self.say("tie_goal", goal=self.basis.goal(decisive)) if decisive else ""
        told = self.say("no_ties_text") if level.portfolios == 1 else self.say("ties_text", count=count, goal=goal)
        if level.portfolios == 1 and not level.complete:
            told = f"{self.basis.content.say('ties_not_looked_for')}."
        yield Paragraph(told, lead=self.say("ties"))
        if analyses.reasons:
            share = percent(TOLERANCE, self.basis.language)
            yield Paragraph(self.say("sureness_text", share=share), lead=self.say("sureness"))
            yield self._sureness()
            chosen = self.choices()
            if len(chosen) > _MOST_CHOICES:
                yield Paragraph(self.say("choices_elsewhere"))
            elif chosen:
                yield Items(tuple(f"{i}: {self._why(i)}" for i in chosen))
            yield from self._size()
        if analyses.robustness:
            yield Paragraph(analyses.robustness.text(self.basis.language), lead=f"{self.say('robust')}.")

    def _frozen(self, freeze: Freeze) -> str:
        digest = freeze.digest[:8]
        if freeze.changed:
            rules = self.solution.scenario.rules
            names = [
                self.say(f"frozen_{name}")
                if name in {"call", "objective"} and name not in rules
                else self.basis.rule_name(name)
                for name in freeze.changed
            ]
            return self.say("frozen_changed", digest=digest, names=self.basis.listed(names))
        if freeze.moment is None:
            return self.say("frozen_same", digest=digest)
        return self.say("frozen", moment=moment(freeze.moment, self.basis.language), digest=digest)

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
        if self.basis.analyses.reasons:
            yield Paragraph(self.say("unfunded_text"))
        rows = tuple(
            (i, f"{title}\n{applicant}".strip(), points, requested, self._briefly(i))
            for i, title, applicant, points, requested, _ in brief
        )
        heads = tuple(self.say(key) for key in ("id", "project", "pts", "requested", "why"))
        yield grid(Table(self.say("unfunded_caption"), heads, rows, frozenset({2, 3})), (7, 43, 7, 12, 31))

    def _why(self, application_id: str) -> str:
        """Say in a sentence what the opposite decision would do: the first sentence of a reason is the outcome."""
        reasons = self.basis.analyses.reasons
        assert reasons is not None
        return sentences(self.solution, reasons[application_id], self.basis.language)[1]

    def _briefly(self, application_id: str) -> str:
        """Say why an application is not funded: what funding it would do, or what kept it from being compared."""
        lock, outcome = self.basis.lock(application_id), self.solution.outcome(application_id)
        if lock and lock.decision == "reject" and outcome == "not_funded":
            return self.say("locked_out", reason=lock.reason, by=lock.by)
        if outcome != "not_funded" or not self.basis.analyses.reasons:
            return self.basis.content.why_not(application_id)
        reason = self.basis.analyses.reasons[application_id]
        if reason.loss is None:
            return self.say("no_set")
        result = self.say("less", loss=self.basis.result(reason.loss)) if reason.loss else self.say("equal")
        return "; ".join([result, *self._moves(reason.joined, reason.displaced)])

    def _moves(self, joined: Sequence[str], displaced: Sequence[str]) -> list[str]:
        """Say who would come and who would leave, if anybody."""
        moved = (("goes", displaced), ("comes", joined))
        return [self.say(key, ids=self.basis.listed(ids)) for key, ids in moved if ids]

    def alternatives(self) -> Iterator[Block]:
        """Yield other policies, simpler ways of choosing, and who is next."""
        if self.basis.analyses.alternatives:
            yield Paragraph(self.say("alternatives_text"))
            yield self._scenarios()
        if self.basis.analyses.baselines:
            ways = self.basis.content.ways(self.basis.analyses.baselines)
            own, *others = ways.rows
            heads = [self.say(key) for key in ("alternative", "result", "projects", "euros", "regions")]
            heads.append(ways.heads[-1])
            rows = ((self.say("proposal_itself"), *own[1:]), *others)
            yield grid(Table(self.say("ways_caption"), tuple(heads), rows, ways.numbers), (30, 10, 11, 17, 12, 28))
        yield from self._reserve()

    def _scenarios(self) -> Grid:
        rows = [self._scenario(self.say("proposal_itself"), self.solution, "–")]
        for title, other in (self.basis.analyses.alternatives or {}).items():
            name = title[self.basis.language]
            if other is None:
                rows.append((name, "–", "–", "–", self.say("impossible")))
                continue
            compared = compare([self.solution, other])
            moves = self._moves(compared.came_in(other), compared.fell_out(other))
            rows.append(self._scenario(name, other, "; ".join(moves) or self.say("same")))
        heads = tuple(self.say(key) for key in ("alternative", "result", "projects", "euros", "moves"))
        return grid(
            Table(self.say("scenarios_caption"), heads, tuple(rows), frozenset({1, 2, 3})), (30, 10, 11, 17, 40)
        )

    def _scenario(self, name: str, solution: Solution, moves: str) -> tuple[str, ...]:
        value = Content(solution, self.basis.language).objective_value(solution.value)
        return name, value, self.basis.whole(len(solution.funded)), self.basis.whole(solution.granted), moves

    def _reserve(self) -> Iterator[Block]:
        reserve = self.basis.analyses.reserve
        if not reserve:
            return
        yield Heading(self.say("reserve_heading"), 2)
        yield Paragraph(self.say("reserve_text"))
        rows = tuple(self._withdrawals(reserve))
        heads = tuple(self.say(key) for key in ("withdraws", "freed", "next"))
        yield grid(Table(self.say("reserve_caption"), heads, rows, frozenset({1})), (34, 18, 48))
        base = reserve.links[0].budget if reserve.links else 0
        more = tuple(
            (self.basis.whole(link.budget - base), self._next(link.joins)) for link in reserve.links if link.joins
        )
        if more:
            heads = (self.say("more_money"), self.say("next"))
            yield grid(Table(self.say("more_caption"), heads, more, frozenset({0})), (30, 70))
        elif reserve.links:
            yield Paragraph(self.say("no_more", euros=self.basis.euros(reserve.links[-1].budget - base)))

    def _withdrawals(self, reserve: Reserve) -> Iterator[tuple[str, str, str]]:
        """Yield who withdraws, what comes free and what follows; those after whom the same follows stand together."""
        together: dict[tuple[str, ...] | None, list[Next]] = {}
        for event in reserve.events:
            if event.event == "withdrawal":
                together.setdefault(event.funded, []).append(event)
        for funded, events in sorted(together.items(), key=lambda pair: not pair[0]):
            freed = sorted({event.euros for event in events})
            ends = freed if len(freed) == 1 else [freed[0], freed[-1]]
            who = ", ".join(i for event in events for i in event.who)
            yield who, "–".join(map(self.basis.whole, ends)), self._next(funded)

    def _next(self, ids: tuple[str, ...] | None) -> str:
        if ids is None:
            return self.say("again")
        call = self.solution.scenario.call
        return "; ".join(f"{i} {call[i].title}" for i in ids) or self.say("nobody")

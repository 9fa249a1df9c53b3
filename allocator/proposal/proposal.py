"""The proposal: what is decided, and on what grounds, under the real headings of a government item."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator.decision.table import Table
from allocator.proposal.basis import Basis
from allocator.proposal.evidence import Evidence
from allocator.proposal.funding import authorities, balance, funded_tables
from allocator.proposal.paper import Block, Facts, Grid, Heading, Items, Paper, Paragraph, grid
from allocator.proposal.wording import NUMERALS
from allocator.rules.lock import Lock
from allocator.writing import day, decimal, moment, percent, span, starting


def proposal(basis: Basis) -> Paper:
    """Write the proposal."""
    return _Proposal(basis).written()


class _Proposal:
    def __init__(self, basis: Basis) -> None:
        self.basis, self.solution, self.say = basis, basis.solution, basis.say
        self.terms = basis.solution.scenario.call.terms
        self.evidence = Evidence(basis)

    def written(self) -> Paper:
        sections: list[tuple[str, list[Block]]] = [
            ("course", list(self._course())),
            ("criteria", list(self._criteria())),
            ("rules", list(self._rules())),
            ("funding", list(self._funding())),
            ("balance", list(self.evidence.regions())),
            ("certainty", list(self.evidence.certainty())),
            ("unfunded", list(self.evidence.unfunded())),
            ("alternatives", list(self.evidence.alternatives())),
        ]
        sections = [(key, blocks) for key, blocks in sections if blocks]
        numbers = {key: number for number, (key, _) in enumerate(sections, 1)}
        tables = [block for _, blocks in sections for block in blocks if isinstance(block, Grid)]
        body: list[Block] = [*self._front(numbers, tables)]
        for key, blocks in sections:
            body += [Heading(f"{numbers[key]} {self.say(key)}"), *blocks]
        return self.basis.paper(
            self.basis.own(self.basis.documents.title) or self.say("proposal_title", call=self.basis.call_title),
            self.say("proposal_kind"),
            [*body, *self._end()],
        )

    def _front(self, numbers: dict[str, int], tables: list[Grid]) -> Iterator[Block]:
        documents, basis = self.basis.documents, self.basis
        named = (("session", documents.session), ("minister", documents.minister), ("presenter", documents.presenter))
        yield Facts(tuple((self.say(key), basis.own(text)) for key, text in named), self.say("gap"))
        yield Heading(self.say("matter"))
        granted, years = basis.euros(self.solution.granted), span(self.terms.years, basis.language)
        item = f" ({starting(documents.item[basis.language], large=False)})" if documents.item else ""
        yield Paragraph(self.say("matter_text", call=basis.call_title, item=item, granted=granted, years=years))
        if documents.acts:
            yield Paragraph(f"{self.say('acts')}: {documents.acts[basis.language]}.")
        yield Heading(self.say("proposed"))
        yield Paragraph(self.say("decides"))
        # Tables are numbered in the order of reading, so their numbers are known before they are referred to.
        where = [str(n) for n, block in enumerate(tables, 1) if block in self._funded_grids]
        divided = str(1 + next(n for n, block in enumerate(tables) if block == self._divided))
        refer = self.say("in_table" if len(where) == 1 else "in_tables", n=basis.listed(where))
        count = basis.whole(len(self.solution.funded))
        decided = [self.say("decides_funded", granted=granted, count=count, where=refer)]
        decided += [self.say("decides_authorities", where=self.say("in_table", n=divided))]
        if basis.analyses.reserve:
            decided += [self.say("decides_reserve", n=numbers["alternatives"])]
        yield Items(tuple(decided), numbered=True)
        yield Heading(self.say("points"), 2)
        yield Items(tuple(self._points(numbers)))

    def _points(self, numbers: dict[str, int]) -> Iterator[str]:
        call, basis, solution = self.solution.scenario.call, self.basis, self.solution
        yield self.say(
            "point_received",
            received=basis.counted(len(call.applications), "applications"),
            requested=basis.euros(sum(a.requested for a in call.applications)),
            funded=basis.counted(len(solution.funded), "applications"),
            targets=self._by_target(solution.funded),
            regions=self._reached(),
        )
        content, objective = basis.content, basis.goal(solution.model.objective.name)
        value = content.objective_value(solution.value)
        if solution.status == "optimal":
            yield self.say("point_best", objective=objective, value=value)
        else:
            shown = content.objective_value(solution.model.objective.shown(solution.best_possible))
            yield self.say("point_not_proven", objective=objective, value=value, bound=shown)
        if basis.analyses.reasons:
            choices = self.evidence.choices()
            key = "point_choices" if choices else "point_no_choices"
            yield self.say(key, n=numbers["certainty"], ids=basis.listed(choices))
        if assumptions := solution.scenario.assumptions:
            yield self.say("point_assumed", count=basis.counted(len(assumptions), "assumptions"))

    def _reached(self) -> str:
        """Say how many regions receive money."""
        reached, among = self._regions_reached, len(self.solution.scenario.call.geography.regions)
        key = "regions_all" if reached == among else "regions_some"
        regions = self.basis.counted(reached, "regions")
        return self.say(key, regions=regions, all=self.basis.whole(among))

    @property
    def _regions_reached(self) -> int:
        return sum(1 for euros in self.solution.by_region().values() if euros)

    def _by_target(self, ids: tuple[str, ...]) -> str:
        counts: dict[str, int] = {}
        for i in ids:
            title = self.basis.content.target_title(self.solution.scenario.call[i].target)
            counts[title] = counts.get(title, 0) + 1
        return ", ".join(f"{title or '–'} {self.basis.whole(count)}" for title, count in counts.items()) or "–"

    def _course(self) -> Iterator[Block]:
        times, language, say = self.terms.timetable, self.basis.language, self.say
        dates = []
        if times.opens:
            dates.append(say("opened", day=day(times.opens, language)))
        if times.ideas_close:
            dates.append(say("ideas_closed", moment=moment(times.ideas_close, language)))
        if times.applications_close:
            dates.append(say("closed", moment=moment(times.applications_close, language)))
        if self.terms.applicant_types:
            types = [text[language] for text in self.terms.applicant_types.values()]
            dates.append(say("could_apply", types=self.basis.listed(types, either=True)))
        if dates:
            yield Paragraph(" ".join(dates))
        applications = self.solution.scenario.call.applications
        outcomes = [self.solution.outcome(a.id) for a in applications]
        gate = say(
            "gate",
            received=self.basis.counted(len(applications), "applications"),
            targets=self._by_target(tuple(a.id for a in applications)),
            ineligible=self.basis.whole(outcomes.count("ineligible")),
            below=self.basis.whole(outcomes.count("below_threshold")),
            compared=self.basis.counted(outcomes.count("funded") + outcomes.count("not_funded"), "applications"),
        )
        yield Paragraph(f"{gate} {say('every_letter')}")

    def _criteria(self) -> Iterator[Block]:
        if not self.terms.criteria:
            return
        text = self.say("criteria_text", decimals=self._precision())
        call = self.solution.scenario.call
        conflicts = dict.fromkeys(f"{s.application} ({s.reviewer})" for s in call.scores if s.conflict)
        if conflicts:
            text += " " + self.say("conflicts", list=self.basis.listed(list(conflicts)))
        yield Paragraph(text)
        language, decimals = self.basis.language, self.terms.decimals

        def mean(name: str, ids: list[str]) -> str:
            means = [m for i in ids if (m := self.solution.model.assessments[i].exact.get(name)) is not None]
            return decimal(sum(means, Fraction(0)) / len(means), decimals, language) if means else "–"

        assessed = [a.id for a in call.applications if self.basis.value(a.id) is not None]
        rows = tuple(
            (
                criterion.title[language],
                percent(criterion.weight, language),
                "–".join(self.basis.points(end).rstrip("0").rstrip(",.") or "0" for end in criterion.scale),
                mean(name, assessed),
                mean(name, list(self.solution.funded)),
            )
            for name, criterion in self.terms.criteria.items()
        )
        heads = tuple(self.say(key) for key in ("criterion", "weight", "scale", "mean_assessed", "mean_funded"))
        yield grid(Table(self.say("criteria_caption"), heads, rows, frozenset({1, 2, 3, 4})), (46, 10, 12, 16, 16))

    def _precision(self) -> str:
        """Say with how many decimals points are published."""
        places = self.terms.decimals
        if places < 2:
            return self.say("one_decimal" if places else "no_decimals")
        return self.say("decimals", count=NUMERALS[places][self.basis.language])

    def _rules(self) -> Iterator[Block]:
        scenario, content, language = self.solution.scenario, self.basis.content, self.basis.language
        if not scenario.rules:
            return
        yield Paragraph(self.say("rules_text"))
        rows = []
        for name, (_, tier, source, *reading) in zip(scenario.rules, content.rules.rows, strict=True):
            rule = scenario.rules[name]
            words = rule.words(scenario.call)[language]
            called = self.basis.rule_name(name)
            told = words if called == words.rstrip(".") else f"{called}\n{words}"
            stands = "–" if isinstance(rule, Lock) else self._stands(name, *reading)
            rows.append((told, f"{source}\n{tier}".strip(), stands))
        heads = (self.say("rule"), self.say("source"), self.say("stands"))
        yield grid(Table(self.say("rules_caption"), heads, tuple(rows)), (42, 28, 30))
        locks = {name: rule for name, rule in scenario.rules.items() if isinstance(rule, Lock)}
        if locks:
            yield Heading(self.say("locks"), 2)
            yield Paragraph(self.say("locks_text"))
            yield self._locks(locks)

    def _stands(self, name: str, value: str, bound: str, slack: str) -> str:
        if value == "–":
            rule, call, assessed = (
                self.solution.scenario.rules[name],
                self.solution.scenario.call,
                self.solution.model.assessments,
            )
            kept = sum(
                1 for a in call.applications if assessed[a.id].eligible and rule.refuses(call, a, assessed[a.id])
            )
            return self.say("kept_out", count=self.basis.counted(kept, "applications")) if kept else "–"
        sign, number = bound.split(" ", 1)
        limit = self.say({"≤": "<=", "≥": ">=", "=": "=="}[sign], number=number)
        return f"{value}\n{self.say('limit_is', bound=limit)}\n{self.say('slack_is', slack=slack)}"

    def _locks(self, locks: dict[str, Lock]) -> Grid:
        priced = {price.rule: price for price in self.basis.analyses.prices.rules} if self.basis.analyses.prices else {}
        rows = []
        for name, lock in locks.items():
            level = f" {percent(lock.level, self.basis.language)}" if lock.level else ""
            paid = self.basis.points(priced[name].price) if name in priced else "–"
            rows.append((lock.application, self.say(lock.decision) + level, f"{lock.reason} ({lock.by})", paid))
        heads = tuple(self.say(key) for key in ("id", "lock_decision", "lock_reason", "price"))
        return grid(Table(self.say("locks"), heads, tuple(rows), frozenset({3})), (12, 20, 52, 16))

    def _funding(self) -> Iterator[Block]:
        self._funded_grids = funded_tables(self.basis)
        self._divided = authorities(self.basis)
        yield from self._funded_grids
        yield self._divided

    def _end(self) -> Iterator[Block]:
        basis, say, solution = self.basis, self.say, self.solution
        yield Heading(say("effects"))
        yield Heading(say("economic"), 2)
        years = [say("year_euros", year=year, euros=basis.euros(paid)) for year, paid in solution.by_year().items()]
        spread = say("years_text", list=basis.listed(years))
        if (before := solution.model.ground.budget) is not None:
            filled = {"item": basis.own(basis.documents.item) or say("the_money"), "before": basis.euros(before)}
            filled["now"] = basis.euros(solution.granted)
            left = before - solution.granted
            sentence = (
                say("balance_sentence", left=basis.euros(left), **filled) if left else say("nothing_left", **filled)
            )
            yield Paragraph(f"{sentence} {spread}")
            yield balance(basis)
        else:
            yield Paragraph(spread)
        yield from self._other_effects()
        if solution.scenario.assumptions:
            yield Heading(say("assumptions"))
            yield Paragraph(say("assumptions_text"))
            yield Items(tuple(self._assumptions()))
        yield Heading(say("decision"))
        yield Paragraph(say("decision_text"), kind="gap")
        yield Paragraph(say("annex_list"), lead=f"{say('annexes')}:", kind="note")

    def _other_effects(self) -> Iterator[Block]:
        call = self.solution.scenario.call
        towns = {town for i in self.solution.funded for town in call[i].municipalities}
        if towns:
            counts = {"municipalities": len(towns), "regions": self._regions_reached}
            yield Heading(self.say("other_effects"), 2)
            yield Paragraph(self.say("other_text", **{name: self.basis.whole(n) for name, n in counts.items()}))

    def _assumptions(self) -> Iterator[str]:
        language = self.basis.language
        yield from (text[language] for text in self.terms.assumptions.values())
        for name, rule in self.solution.scenario.rules.items():
            if rule.assumption:
                yield f"{self.basis.rule_name(name)}: {starting(rule.assumption[language], large=False)}"

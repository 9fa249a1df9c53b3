"""A letter to one applicant: its own decision, its own reasons, and nothing of what others wrote or scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from allocator.analysis.sentences import sentences
from allocator.decision.content import Table
from allocator.proposal.basis import Basis
from allocator.proposal.letter_wording import WORDS
from allocator.proposal.paper import Block, Facts, Grid, Heading, Items, Paper, Paragraph, grid
from allocator.text import LANGUAGES, Language
from allocator.writing import decimal, moment, percent


def letter_language(basis: Basis, application_id: str) -> Language:
    """Return the language of an applicant: its own by the call, else Finnish."""
    written = basis.solution.scenario.call[application_id].language
    return next((language for language in LANGUAGES if language == written), "fi")


def letter(basis: Basis, application_id: str) -> Paper:
    """Write the letter to the applicant of an application, in the applicant's language."""
    own = replace(basis, language=letter_language(basis, application_id))
    return _Letter(own, application_id).written()


class _Letter:
    def __init__(self, basis: Basis, application_id: str) -> None:
        self.basis, self.solution = basis, basis.solution
        self.application = basis.solution.scenario.call[application_id]
        self.outcome = self.solution.outcome(application_id)

    def say(self, key: str, **filled: object) -> str:
        return self.basis.say(key, WORDS, **filled)

    def written(self) -> Paper:
        number = self.basis.documents.register_number
        register = f"{number}-{self.application.id}" if number else None
        return self.basis.paper(self.say("title"), self.say("kind"), list(self._blocks()), register)

    def _blocks(self) -> Iterator[Block]:
        documents, basis, a = self.basis.documents, self.basis, self.application
        yield Paragraph(a.applicant or basis.say("gap"), kind="address")
        named = f"{a.id} {a.title}".strip()
        arrived = [
            self.say(key, moment=moment(when, basis.language))
            for key, when in (("idea_arrived", a.idea_received), ("arrived", a.received))
            if when
        ]
        least = self.say("least", euros=basis.euros(a.minimum)) if a.minimum is not None else ""
        pairs = [(self.say("matter"), self.say("call", call=basis.call_title)), (self.say("application"), named)]
        pairs += [(self.say("initiated"), "; ".join(arrived))] if arrived else []
        pairs += [(self.say("requested"), f"{basis.euros(a.requested)}{least}")]
        yield Facts(tuple(pairs), basis.say("gap"))
        yield Heading(self.say("decision"))
        yield Paragraph(self._rest(), lead=self._decided(), kind="outcome")
        yield Heading(self.say("grounds"))
        yield from self._grounds()
        if self.outcome == "funded":
            yield from self._terms()
        yield Heading(basis.say("acts"))
        yield Paragraph(basis.own(documents.acts) or basis.say("gap"), kind="body" if documents.acts else "gap")
        yield Heading(self.say("appeal"))
        yield Paragraph(basis.own(documents.appeal) or basis.say("gap"), kind="body" if documents.appeal else "gap")
        yield Heading(self.say("more"))
        contact = basis.own(documents.contact)
        yield Paragraph(contact or basis.say("gap"), kind="body" if contact else "gap")
        yield Paragraph(self.say("own_right"))

    def _decided(self) -> str:
        award = self.solution.award(self.application.id)
        if award is None:
            return self.say("refused" if self.outcome != "ineligible" else "rejected")
        if award.level == 1:
            return self.say("granted", euros=self.basis.euros(award.euros))
        return self.say(
            "granted_part", euros=self.basis.euros(award.euros), part=percent(award.level, self.basis.language)
        )

    def _rest(self) -> str:
        if self.outcome != "funded" or not self.application.granting_authority:
            return ""
        return self.say("authority", authority=self.application.granting_authority)

    def _grounds(self) -> Iterator[Block]:
        i, basis = self.application.id, self.basis
        if (value := basis.value(i)) is not None:
            yield Paragraph(self._rank(value), lead=self.say("assessment"))
        if table := self._scores():
            yield table
        lead = self.say("why_funded" if self.outcome == "funded" else "why_not")
        reasons = basis.analyses.reasons
        if self.outcome in {"funded", "not_funded"}:
            yield Paragraph(self.say("whole"), lead=lead)
            if reasons:
                # Who else would have come in is not public, nor are the points of those who passed by.
                own = replace(reasons[i], joined=(), swaps=())
                yield Items(tuple(sentences(self.solution, own, basis.language)[1:]))
            lower = sum(1 for f in self.solution.funded if (basis.value(f) or 0) < (value or 0))
            if self.outcome == "not_funded" and lower:
                yield Paragraph(self.say("lower", count=basis.whole(lower)))
        else:
            yield Paragraph(basis.content.why_not(i), lead=lead)

    def _rank(self, value: Fraction) -> str:
        basis = self.basis
        compared = [
            basis.value(a.id) or Fraction(0)
            for a in self.solution.scenario.call.applications
            if self.solution.outcome(a.id) in {"funded", "not_funded"}
        ]
        points = basis.points(value)
        if self.outcome not in {"funded", "not_funded"}:
            return self.say("points_only", points=points)
        rank, equal = 1 + sum(other > value for other in compared), compared.count(value)
        key = "rank" if equal == 1 else "rank_shared"
        return self.say(key, points=points, rank=basis.whole(rank), of=basis.whole(len(compared)))

    def _scores(self) -> Grid | None:
        call, assessments = self.solution.scenario.call, self.solution.model.assessments
        own, language, decimals = assessments[self.application.id].exact, self.basis.language, call.terms.decimals
        if not own:
            return None
        rows = []
        for name, criterion in call.terms.criteria.items():
            all_means = [a.exact[name] for a in assessments.values() if name in a.exact]
            mean = sum(all_means, Fraction(0)) / len(all_means) if all_means else None
            rows.append(
                (
                    criterion.title[language],
                    percent(criterion.weight, language),
                    self.basis.points(assessments[self.application.id].means.get(name)),
                    "–" if mean is None else decimal(mean, decimals, language),
                )
            )
        values = [a.value for a in assessments.values() if a.value is not None]
        mean = sum(values, Fraction(0)) / len(values) if values else Fraction(0)
        value = assessments[self.application.id].value
        total = (self.basis.say("total"), "", self.basis.points(value), decimal(mean, decimals, language))
        heads = (
            self.basis.say("criterion"),
            self.basis.say("weight"),
            self.say("yours"),
            self.basis.say("mean_assessed"),
        )
        return grid(Table(self.say("scores"), heads, tuple(rows), frozenset({1, 2, 3}), total), (46, 12, 20, 22))

    def _terms(self) -> Iterator[Block]:
        award = self.solution.award(self.application.id)
        assert award is not None
        years = self.solution.scenario.call.terms.years
        rows = tuple((str(year), self.basis.whole(paid)) for year, paid in zip(years, award.by_year, strict=True))
        heads = (self.say("year"), self.say("euros"))
        total = (self.basis.say("total"), self.basis.whole(award.euros))
        yield grid(Table(self.say("by_year"), heads, rows, frozenset({1}), total), (50, 50))
        yield Heading(self.say("conditions"))
        conditions = [text[self.basis.language] for text in self.basis.documents.conditions]
        if conditions:
            yield Items(tuple(conditions))
        else:
            yield Paragraph(self.basis.say("gap"), kind="gap")

"""A letter to one applicant: its own decision, its own reasons, and nothing of what others wrote or scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from allocator.decision.table import Table
from allocator.proposal.basis import Basis
from allocator.proposal.letter_reasons import LetterReasons
from allocator.proposal.letter_wording import WORDS
from allocator.proposal.paper import Block, Facts, Grid, Heading, Items, Paper, Paragraph, grid
from allocator.text import LANGUAGES, Language, Text
from allocator.writing import decimal, moment, percent, starting


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
        self.reasons = LetterReasons(basis, application_id)

    def say(self, key: str, **filled: object) -> str:
        return self.basis.say(key, WORDS, **filled)

    def written(self) -> Paper:
        number = self.basis.documents.register_number
        register = f"{number}-{self.application.id}" if number else None
        return self.basis.paper(self.say("title"), self.say("kind"), list(self._blocks()), register)

    def _blocks(self) -> Iterator[Block]:
        documents, basis, a = self.basis.documents, self.basis, self.application
        yield Paragraph(a.applicant or basis.say("gap"), kind="address")
        least = self.say("least", euros=basis.euros(a.minimum)) if a.minimum is not None else ""
        pairs = [(self.say("matter"), self.say("call", call=basis.call_title))]
        pairs += [(self.say("application"), f"{a.id} {a.title}".strip())]
        pairs += [(self.say("initiated"), arrived)] if (arrived := self._arrived()) else []
        pairs += [(self.say("requested"), f"{basis.euros(a.requested)}{least}")]
        yield Facts(tuple(pairs), basis.say("gap"))
        yield Heading(self.say("decision"))
        yield Paragraph(self._rest(), lead=self._decided(), kind="outcome")
        if self.outcome == "funded":
            yield self._by_year()
        yield Heading(self.say("grounds"))
        yield from self._grounds()
        if self.outcome == "funded":
            yield Heading(self.say("conditions"))
            conditions = [text[basis.language] for text in documents.conditions]
            yield Items(tuple(conditions)) if conditions else Paragraph(basis.say("gap"), kind="gap")
        yield from self._own(basis.say("acts"), documents.acts)
        yield from self._own(self.say("appeal"), documents.appeal)
        yield from self._own(self.say("more"), documents.contact)
        yield Paragraph(self.say("own_right"))

    def _own(self, heading: str, text: Text | None) -> Iterator[Block]:
        """Yield a text of the call under its heading, or a gap where it has none."""
        yield Heading(heading)
        if text is None:
            yield Paragraph(self.basis.say("gap"), kind="gap")
            return
        said = starting(text[self.basis.language], large=True)
        yield Paragraph(said if said.endswith(".") else f"{said}.")

    def _arrived(self) -> str:
        idea, received = (
            when and moment(when, self.basis.language)
            for when in (self.application.idea_received, self.application.received)
        )
        if idea and received:
            return self.say("both_arrived", idea=idea, moment=received)
        if idea or received:
            return self.say("arrived" if received else "idea_arrived", moment=received or idea)
        return ""

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
        if self.outcome == "not_funded":
            return self.reasons.reserve()
        basis, authority = self.basis, self.application.granting_authority
        if self.outcome != "funded" or not authority:
            return ""
        return self.say("authority", authority=basis.content.authority_title(authority))

    def _grounds(self) -> Iterator[Block]:
        if (value := self.basis.value(self.application.id)) is not None:
            yield Paragraph(self._rank(value), lead=self.say("assessment"))
        if table := self._scores():
            yield table
        yield from self.reasons.blocks()

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
        return self.say(key, points=points, rank=basis.whole(rank), of=basis.counted(len(compared), "compared"))

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
        total = (self.say("score"), "", self.basis.points(value), decimal(mean, decimals, language))
        heads = (
            self.basis.say("criterion"),
            self.basis.say("weight"),
            self.say("yours"),
            self.basis.say("mean_assessed"),
        )
        return grid(Table(self.say("scores"), heads, tuple(rows), frozenset({1, 2, 3}), total), (46, 12, 20, 22))

    def _by_year(self) -> Grid:
        award = self.solution.award(self.application.id)
        assert award is not None
        years = self.solution.scenario.call.terms.years
        heads = (*(f"{year}, €" for year in years), self.basis.say("award"))
        row = tuple(map(self.basis.whole, (*award.by_year, award.euros)))
        return grid(Table(self.say("by_year"), heads, (row,), frozenset(range(len(heads)))), [1] * len(heads))

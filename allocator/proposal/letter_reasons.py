"""Why an application is funded or not, said to its applicant: nothing of what others wrote or scored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from allocator.analysis.reason import Points, Reason
from allocator.proposal.basis import TOLERANCE, Basis
from allocator.proposal.letter_wording import WORDS
from allocator.proposal.paper import Block, Items, Paragraph
from allocator.rules.budget import Budget
from allocator.rules.lock import Lock
from allocator.writing import percent


class LetterReasons:
    """The grounds of one letter, paragraph by paragraph."""

    def __init__(self, basis: Basis, application_id: str) -> None:
        self.basis, self.solution = basis, basis.solution
        self.application = basis.solution.scenario.call[application_id]
        self.outcome = basis.solution.outcome(application_id)
        reasons = basis.analyses.reasons
        self.reason: Reason | None = reasons[application_id] if reasons else None

    def say(self, key: str, **filled: object) -> str:
        """Return a phrase, filled in."""
        return self.basis.say(key, WORDS, **filled)

    def blocks(self) -> Iterator[Block]:
        """Yield the grounds."""
        if self.outcome == "funded":
            yield Paragraph(" ".join(self._why_funded()), lead=self.say("why_funded"))
            yield from self._why_in_part()
        elif self.outcome == "not_funded":
            yield Paragraph(" ".join(self._why_not()), lead=self.say("why_not"))
            if not self.basis.lock(self.application.id):
                yield from self._taken()
                yield from self._lower()
        else:
            yield Paragraph(" ".join(self._why_not_compared()), lead=self.say("why_not"))
        yield from self._certainty()

    def reserve(self) -> str:
        """Say which withdrawals, or how much more money, would bring the application in."""
        found, lock = self.basis.analyses.reserve, self.basis.lock(self.application.id)
        if not found:
            return ""
        if lock:
            return self.say("not_on_reserve")
        own, events = self.application.id, [e for e in found.events if e.event == "withdrawal"]
        after = [i for event in events if own in (event.funded or ()) for i in event.who]
        base = found.links[0].budget if found.links else 0
        more = next((link.budget - base for link in found.links if own in link.joins), None)
        said = []
        if after:
            said.append(self.say("reserve_after" if len(after) == 1 else "reserve_after_any", ids=self._ids(after)))
        if more is not None:
            said.append(self.say("reserve_more" if after else "reserve_only_more", euros=self.basis.euros(more)))
        return " ".join(said) or self.say("no_reserve")

    def _ids(self, ids: list[str]) -> str:
        return self.basis.listed(ids, either=True)

    def _conditions(self, names: list[str], *, either: bool = False) -> str:
        """Name conditions by their titles, or else by what they say."""
        told = [self._condition(name) for name in names if name in self.solution.scenario.rules]
        return self.basis.listed(list(dict.fromkeys(told)), either=either)

    def _condition(self, name: str) -> str:
        """Name a condition; what was decided of another application is that applicant's own matter."""
        rule = self.solution.scenario.rules[name]
        if isinstance(rule, Lock):
            return self.say("a_lock")
        told = "" if rule.title else self.basis.rule_name(name)
        public = {self.application.id, *self.solution.funded}
        others = [a.id for a in self.solution.scenario.call.applications if a.id not in public]
        if any(re.search(rf"(?<!\w){re.escape(i)}(?!\w)", told) for i in others):
            return self.say("of_others")
        return self.basis.quoted(name)

    def _named(self, ids: tuple[str, ...]) -> str:
        titles = {i: self.solution.scenario.call[i].title for i in ids}
        return self.basis.listed([f"{i} ({title})" if title else i for i, title in titles.items()])

    def _why_funded(self) -> Iterator[str]:
        if lock := self.basis.lock(self.application.id):
            yield self.say("locked_in", reason=lock.reason, by=lock.by)
            return
        yield self._best("belongs")
        reason = self.reason
        if reason is None:
            return
        if reason.loss is None:
            yield self.say("required")
        elif reason.loss == 0:
            yield self.say("without_equal")
        else:
            yield self.say("without", loss=self.basis.result(reason.loss))
        if reason.points and reason.points.needed:
            yield self.say("margin", points=self.basis.points(reason.points.needed))

    def _why_in_part(self) -> Iterator[Block]:
        award = self.solution.award(self.application.id)
        if award is None or award.level == 1:
            return
        lock = self.basis.lock(self.application.id)
        missing = self.basis.euros(self.application.requested - award.euros)
        key = "in_part_locked" if lock and lock.level else "in_part"
        said = [self.say(key, missing=missing, part=percent(award.level, self.basis.language))]
        if key == "in_part":
            said += self._whole()
        if self.application.minimum is not None:
            said.append(self.say("not_below_minimum", euros=self.basis.euros(self.application.minimum)))
        yield Paragraph(" ".join(said), lead=self.say("why_in_part"))

    def _whole(self) -> Iterator[str]:
        """Say what full funding would have meant to others; their awards are public, and nothing else is told."""
        whole = self.basis.analyses.in_full.get(self.application.id)
        if whole is None:
            return
        if whole.loss is None:
            yield self.say("whole_barred")
            return
        cut = "also_cut" if whole.displaced else "cut"
        touched = [(what, ids) for what, ids in (("gone", whole.displaced), (cut, whole.cut)) if ids]
        for what, ids in touched:
            yield self.say(f"whole_{what}_{'one' if len(ids) == 1 else 'more'}", ids=self._named(ids))
            if what == "gone" and self._all_denser(ids):
                yield self.say("whole_denser_one" if len(ids) == 1 else "whole_denser_more")
        if whole.loss == 0:
            yield self.say("whole_equal")
        else:
            yield self.say("whole_loss" if touched else "whole_loss_alone", loss=self.basis.result(whole.loss))

    def _all_denser(self, ids: tuple[str, ...]) -> bool:
        """Whether points are compared, and each of the others brings more of them per euro."""

        def density(application_id: str) -> Fraction:
            value = self.basis.value(application_id) or Fraction(0)
            return value / self.solution.scenario.call[application_id].requested

        own = density(self.application.id)
        return self.solution.model.objective.name == "value" and all(density(i) > own for i in ids)

    def _why_not_compared(self) -> Iterator[str]:
        yield from (refusal.text[self.basis.language] for refusal in self.solution.refusals[self.application.id])
        if self.outcome == "below_threshold" and self.reason and self.reason.place:
            yield self.say(f"compared_{self.reason.place}")

    def _why_not(self) -> Iterator[str]:
        if lock := self.basis.lock(self.application.id):
            yield self.say("locked_out", reason=lock.reason, by=lock.by)
            return
        yield self.say("met_conditions")
        if (money := self.solution.model.ground.budget) is not None:
            received = len(self.solution.scenario.call.applications)
            told = self.basis.counted(received, "applications")
            yield self.say("money", money=self.basis.euros(money), received=told)
        yield self._best("chosen")
        reason = self.reason
        if reason is None:
            return
        if reason.loss is None:
            yield self.say("barred")
            return
        gone = reason.displaced
        if gone:
            yield self.say("gone_one" if len(gone) == 1 else "gone_more", ids=self._named(gone))
        key = f"with{'_it' if gone else ''}{'' if reason.loss else '_equal'}"
        yield self.say(key, loss=self.basis.result(reason.loss))

    def _best(self, key: str) -> str:
        """Say what the set chosen is: the best by the published order, or the best of those found."""
        if self.solution.status != "optimal":
            return self.say(f"{key}_found")
        return self.say(key, objective=self.basis.goal(self.solution.model.objective.name))

    def _taken(self) -> Iterator[Block]:
        """Yield what funding would have taken, each alone."""
        if self.reason is None:
            return
        ways = tuple(self._ways(self.reason))
        if ways:
            yield Paragraph(self.say("each_alone"), lead=self.say("taken"))
            yield Items(ways)
        elif self.reason.loss is not None:
            yield Paragraph(self.say("nothing_alone"), lead=self.say("taken"))

    def _ways(self, reason: Reason) -> Iterator[str]:
        basis, value = self.basis, self.basis.value(self.application.id)
        if reason.points and value is not None and value + reason.points.needed <= self._greatest:
            yield self._points(reason.points)
        needs = [need for need in reason.criteria if need.possible]
        if needs:
            terms = self.solution.scenario.call.terms
            criteria, step = terms.criteria, 10**terms.decimals
            told = [
                self.say(
                    "criterion",
                    title=criteria[need.criterion].title[basis.language],
                    mean=basis.points(need.mean),
                    needed=basis.points(Fraction(ceil(need.needed * step), step)),
                )
                for need in needs
            ]
            yield self.say("one_criterion", list="; ".join(told))
        if reason.request and reason.request.requested is not None:
            less = self.application.requested - reason.request.requested
            yield self.say("request", euros=basis.euros(reason.request.requested), less=basis.euros(less))
        if reason.budget and reason.budget.first is not None:
            yield self._budget(reason.budget.first, dropped=reason.budget.dropped is not None)
        rules = [r for r in reason.rules if not isinstance(self.solution.scenario.rules[r], Budget)]
        if rules:
            key = "without_rule" if len(rules) == 1 else "without_rules"
            yield self.say(key, rules=self._conditions(rules, either=True))

    @property
    def _greatest(self) -> Fraction:
        """The greatest value that the scales allow."""
        criteria = self.solution.scenario.call.terms.criteria.values()
        return sum((criterion.weight * criterion.scale[1] for criterion in criteria), Fraction(0))

    def _points(self, points: Points) -> str:
        value = self.basis.value(self.application.id)
        assert value is not None
        more, needed = self.basis.points(points.needed), self.basis.points(value + points.needed)
        told = self.say("points", needed=needed, more=more)
        if points.tie and points.difference and points.needed > points.difference:
            told += " " + self.say("points_tie", points=self.basis.points(value + points.difference))
        return told

    def _budget(self, first: int, *, dropped: bool) -> str:
        money = self.solution.model.ground.budget or 0
        told = self.say("budget", euros=self.basis.euros(first), more=self.basis.euros(first - money))
        return f"{told} {self.say('budget_not_all')}" if dropped else told

    def _lower(self) -> Iterator[Block]:
        """Yield how many are funded with a lower score, and which rules a plain exchange would break."""
        if self.reason is None or not (swaps := self.reason.swaps):
            return
        said = [self.say("lower_one" if len(swaps) == 1 else "lower", count=self.basis.whole(len(swaps)))]
        broken = Counter(rule for swap in swaps for rule in dict.fromkeys(row.rule for row, _ in swap.broken))
        if all(swap.broken for swap in swaps):
            titles = self._conditions([rule for rule, _ in broken.most_common()])
            said.append(self.say("swap_one" if len(swaps) == 1 else "swap", rules=titles))
        yield Paragraph(" ".join(said), lead=self.say("lower_lead"))

    def _certainty(self) -> Iterator[Block]:
        if self.reason is None or self.reason.loss is None:
            return
        close = self.reason.discretion(TOLERANCE) == "choice"
        share = percent(TOLERANCE, self.basis.language)
        told = self.say("close" if close else "clear", loss=self.basis.result(self.reason.loss), share=share)
        yield Paragraph(told, lead=self.say("certainty"))

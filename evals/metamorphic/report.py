"""Rates of a metamorphic run: over all, by kind of rewriting, by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.metamorphic.comparing import Pair
from evals.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of pairs, 0 to 1.

    Attributes:
        same: the same article is cited first, and the short answer is the same.
        cited, short: one of the two.
        right: the answer to the rewriting is right by the gold answers.
    """

    pairs: int
    same: float
    cited: float
    short: float
    right: float

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Rates:
        """The rates of some pairs; 0 where there are none."""

        def share(holds: Callable[[Pair], bool]) -> float:
            return round(sum(map(holds, pairs)) / max(len(pairs), 1), 4)

        return cls(
            len(pairs),
            share(lambda pair: pair.same),
            share(lambda pair: pair.same_article),
            share(lambda pair: pair.same_short),
            share(lambda pair: pair.other.right),
        )


@dataclass(frozen=True, slots=True)
class MetamorphicReport:
    """All that a run gave.

    Attributes:
        groups: the pairs of each question.
    """

    groups: tuple[tuple[Pair, ...], ...]
    stamps: Stamps

    @property
    def pairs(self) -> list[Pair]:
        """All pairs."""
        return [pair for group in self.groups for pair in group]

    @property
    def rates(self) -> Rates:
        """Over all pairs."""
        return Rates.of(self.pairs)

    def by(self, of: Callable[[Pair], str]) -> dict[str, Rates]:
        """By what ``of`` says of a pair, in the order of first appearance."""
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[of(pair)].append(pair)
        return {name: Rates.of(pairs) for name, pairs in found.items()}

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values, each pair that differs with what both got."""
        originals = [group[0].original for group in self.groups if group]
        return {
            "command": "metamorphic",
            "questions": len(self.groups),
            **asdict(self.rates),
            "right_originals": sum(told.right for told in originals),
            "by_kind": {name: asdict(rates) for name, rates in self._by_kind().items()},
            "by_language": {name: asdict(rates) for name, rates in self._by_language().items()},
            "stamps": self.stamps.model_dump(mode="json"),
            "failing": [_failing(pair) for pair in self.pairs if not pair.same],
        }

    def text(self) -> str:
        """The rates, for people."""
        rows = [
            ("all", self.rates),
            *self._by_kind().items(),
            *self._by_language().items(),
        ]
        right = sum(group[0].original.right for group in self.groups if group)
        lines = [
            f"metamorphic: {len(self.groups)} questions, {right} of them answered right as they "
            "stand; of their rewritings",
            "",
            f"{'':16}{'pairs':>6}  {'same':>5}  {'cited':>5}  {'short':>5}  {'right':>5}",
        ]
        lines += [
            f"{name:16}{one.pairs:>6}  {one.same:5.2f}  {one.cited:5.2f}  {one.short:5.2f}"
            f"  {one.right:5.2f}"
            for name, one in rows
        ]
        return "\n".join(lines)

    def _by_kind(self) -> dict[str, Rates]:
        return self.by(lambda pair: pair.kind)

    def _by_language(self) -> dict[str, Rates]:
        return self.by(lambda pair: pair.question.language)


def _failing(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.question.id,
        "kind": pair.kind,
        "question": pair.question.question,
        "rewritten": pair.rewritten,
        "original": asdict(pair.original),
        "other": asdict(pair.other),
    }

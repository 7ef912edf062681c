"""The evaluation: what a window came to, with everything that it was made from."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from slacore.evaluation.award import Award, span_text
from slacore.evaluation.findings import Finding
from slacore.evaluation.judging import Breach, Judgement
from slacore.evaluation.outcomes import Action, Right
from slacore.evaluation.outline import outline
from slacore.evaluation.penalty import Penalty
from slacore.evidence import Evidence
from slacore.model import Agreement, Ledger, Line, Observation, Verdict
from slacore.model.amount import added
from slacore.values import Instant, Money, Window, canonical, canonical_json, digest, zone_rules_version
from slacore.values.money import is_currency
from slacore.version import __version__


@frozen(kw_only=True)
class Owed:
    """A sum of penalties in one unit, least and most; rounded penalties are added up."""

    unit: str
    low: Fraction | None
    high: Fraction | None
    # Whether doubts of several settlements were added up, which may depend on each other: the
    # truth lies within the bounds, and they may be wider.
    loose: bool = False

    @property
    def exact(self) -> Money | None:
        """The sum, where it is money and fully known."""
        if self.low is None or self.low != self.high or not self._is_money:
            return None
        return Money(self.low, self.unit)

    @property
    def _is_money(self) -> bool:
        return is_currency(self.unit)

    def __str__(self) -> str:
        return span_text(self.low, self.high, self.unit)


@frozen(kw_only=True)
class Evaluation:
    """What the evidence of one window means under one agreement.

    Everything in it is in a fixed order, so that equal input gives equal bytes.
    """

    agreement: Agreement = field(repr=False)
    evidence: Evidence = field(repr=False)
    window: Window
    known_at: Instant | None = None
    judgements: tuple[Judgement, ...] = ()
    breaches: tuple[Breach, ...] = ()
    # What each observation earned under each remedy, before the settlement.
    awards: tuple[Award, ...] = ()
    # Every period's settlement, also where nothing is owed.
    settlements: tuple[Penalty, ...] = ()
    # What a party may do, such as terminate: granted, or in doubt.
    rights: tuple[Right, ...] = ()
    # Corrective actions that are owed for periods of the window, or fell due in it.
    actions: tuple[Action, ...] = ()
    findings: tuple[Finding, ...] = ()
    # The ledger to hand to the next evaluation.
    ledger: Ledger = field(repr=False)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every measured figure, by level and period."""
        return tuple(judgement.observation for judgement in self.judgements)

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """What is owed, or may be; settlements that come to nothing are left out."""
        return tuple(penalty for penalty in self.settlements if not penalty.is_nothing)

    @property
    def verdict(self) -> Verdict | None:
        """BREACHED where any promise was, else INDETERMINATE where any is, else MET.

        None where nothing was judged.
        """
        found = {judgement.verdict for judgement in self.judgements}
        for verdict in (Verdict.BREACHED, Verdict.INDETERMINATE, Verdict.MET):
            if verdict in found:
                return verdict
        return None

    @property
    def totals(self) -> tuple[Owed, ...]:
        """What is owed in all, one sum for each unit."""
        sums: dict[str, list[Penalty]] = defaultdict(list)
        for penalty in self.settlements:
            sums[penalty.unit].append(penalty)
        return tuple(
            Owed(
                unit=unit,
                low=added(p.payable_low.amount if p.payable_low else p.low for p in penalties),
                high=added(p.payable_high.amount if p.payable_high else p.high for p in penalties),
                loose=sum(p.low != p.high for p in penalties) > 1 or any(p.loose for p in penalties),
            )
            for unit, penalties in sorted(sums.items())
        )

    @property
    def total(self) -> Owed | None:
        """What is owed in all, where it is one sum; None where there is none or several."""
        owed = [one for one in self.totals if not (one.low == 0 and one.high == 0)] or list(self.totals)
        return owed[0] if len(owed) == 1 else None

    def verdict_of(self, level: str) -> tuple[Verdict | None, ...]:
        """The verdicts of one level, period by period."""
        return tuple(j.verdict for j in self.judgements if j.observation.level == level)

    def outline(self) -> Line:
        """The explanation as a tree: every figure with what it was made from."""
        return outline(
            self.agreement,
            self.window,
            verdict=self.verdict,
            judgements=self.judgements,
            awards=self.awards,
            settlements=self.settlements,
            rights=self.rights,
            actions=self.actions,
            findings=self.findings,
        )

    def explain(self) -> str:
        """The explanation as text."""
        return "\n".join(self.outline().text())

    def holiday_sources(self) -> list[str]:
        """Where frozen holidays of the levels' service hours came from, with the release."""
        hours = [level.hours for level in self.agreement.levels if level.hours is not None]
        return sorted({str(source) for one in hours for source in one.holiday_sources})

    def to_dict(self) -> dict[str, Any]:
        """Plain data in a fixed order; exact numbers are text."""
        return {
            "slacore": __version__,
            "zone_rules": zone_rules_version(),
            "holidays": self.holiday_sources(),
            "agreement": {"name": self.agreement.name, "digest": self.agreement.digest()},
            "evidence": {"records": len(self.evidence.records), "digest": self.evidence.digest()},
            "window": canonical(self.window),
            "known_at": canonical(self.known_at),
            "verdict": canonical(self.verdict),
            "judgements": canonical(self.judgements),
            "breaches": canonical(self.breaches),
            "awards": canonical(self.awards),
            "settlements": canonical(self.settlements),
            "totals": canonical(self.totals),
            "rights": canonical(self.rights),
            "actions": canonical(self.actions),
            "findings": canonical(self.findings),
            "ledger": canonical(self.ledger),
        }

    def to_json(self) -> str:
        """The same as JSON text: the same bytes for the same input."""
        return canonical_json(self.to_dict())

    def digest(self) -> str:
        """A SHA-256 of the result."""
        return digest(self.to_dict())

"""The model: what a contract says, one noun a file. Frozen, keyword-only, checked when made."""

from slacore.model.agreement import Agreement, AgreementKind
from slacore.model.amount import Amount, Rate, rate
from slacore.model.charges import Charge, Charges, charges_for
from slacore.model.exclusion import Exclusion
from slacore.model.explanation import Line
from slacore.model.folded import Fold, Folded, Reading
from slacore.model.ledger import Entry, Ledger
from slacore.model.limits import Limits, Target, Test
from slacore.model.metric import Metric
from slacore.model.missing_data import MissingData
from slacore.model.observation import ExclusionUse, Observation, Verdict
from slacore.model.party import Party, Role
from slacore.model.remedy import Remedy, Settlement
from slacore.model.review import ReviewSchedule
from slacore.model.scope import Scope
from slacore.model.service import Service
from slacore.model.service_level import ServiceLevel
from slacore.model.step import Case, Step, apply_step, step_breaks

__all__ = [
    "Agreement",
    "AgreementKind",
    "Amount",
    "Case",
    "Charge",
    "Charges",
    "Entry",
    "Exclusion",
    "ExclusionUse",
    "Fold",
    "Folded",
    "Ledger",
    "Limits",
    "Line",
    "Metric",
    "MissingData",
    "Observation",
    "Party",
    "Rate",
    "Reading",
    "Remedy",
    "ReviewSchedule",
    "Role",
    "Scope",
    "Service",
    "ServiceLevel",
    "Settlement",
    "Step",
    "Target",
    "Test",
    "Verdict",
    "apply_step",
    "charges_for",
    "rate",
    "step_breaks",
]

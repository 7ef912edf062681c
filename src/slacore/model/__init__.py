"""The model: what a contract says, one noun a file. Frozen, keyword-only, checked when made."""

from slacore.model.action import CorrectiveAction
from slacore.model.agreement import Agreement, AgreementKind
from slacore.model.amount import Amount, Rate, rate
from slacore.model.case import Answer, Case
from slacore.model.charges import Charge, Charges, DerivedCharge, charges_for
from slacore.model.deadline import Deadline, deadline
from slacore.model.exclusion import Exclusion
from slacore.model.explanation import Line
from slacore.model.folded import Fold, Folded, Reading
from slacore.model.history import Asker, History, Rhythm
from slacore.model.ledger import Entry, Ledger
from slacore.model.limits import Limits, Target, Test
from slacore.model.lookback import Lookback, lookback
from slacore.model.metric import Metric
from slacore.model.missing_data import MissingData
from slacore.model.observation import ExclusionUse, Observation, Verdict
from slacore.model.party import Party, Role
from slacore.model.remedy import Remedy, Settlement
from slacore.model.review import ReviewSchedule
from slacore.model.scope import Scope
from slacore.model.service import Service
from slacore.model.service_level import ServiceLevel
from slacore.model.step import Step, apply_step, questions, step_breaks

__all__ = [
    "Agreement",
    "AgreementKind",
    "Amount",
    "Answer",
    "Asker",
    "Case",
    "Charge",
    "Charges",
    "CorrectiveAction",
    "Deadline",
    "DerivedCharge",
    "Entry",
    "Exclusion",
    "ExclusionUse",
    "Fold",
    "Folded",
    "History",
    "Ledger",
    "Limits",
    "Line",
    "Lookback",
    "Metric",
    "MissingData",
    "Observation",
    "Party",
    "Rate",
    "Reading",
    "Remedy",
    "ReviewSchedule",
    "Rhythm",
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
    "deadline",
    "lookback",
    "questions",
    "rate",
    "step_breaks",
]

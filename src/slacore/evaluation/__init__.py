"""The evaluation: scope, observe, judge, remedy, settle. It cannot name a metric or a step."""

from slacore.evaluation.award import Answered, Award, StepTaken
from slacore.evaluation.evaluate import evaluate
from slacore.evaluation.findings import Finding
from slacore.evaluation.judging import Breach, Judgement
from slacore.evaluation.outcomes import Action, Right
from slacore.evaluation.penalty import Penalty
from slacore.evaluation.result import Evaluation, Owed

__all__ = [
    "Action",
    "Answered",
    "Award",
    "Breach",
    "Evaluation",
    "Finding",
    "Judgement",
    "Owed",
    "Penalty",
    "Right",
    "StepTaken",
    "evaluate",
]

"""The evaluation: scope, observe, judge, remedy, settle. It cannot name a metric or a step."""

from slacore.evaluation.awarding import Award, StepTaken
from slacore.evaluation.evaluate import evaluate
from slacore.evaluation.findings import Finding
from slacore.evaluation.judging import Breach, Judgement
from slacore.evaluation.result import Evaluation, Owed
from slacore.evaluation.settling import Penalty

__all__ = [
    "Award",
    "Breach",
    "Evaluation",
    "Finding",
    "Judgement",
    "Owed",
    "Penalty",
    "StepTaken",
    "evaluate",
]

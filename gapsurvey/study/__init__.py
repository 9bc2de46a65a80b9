"""The study: what was asked of whom, what it would cost, and what decides; in `spec` whole, and a file for each of its parts."""

from gapsurvey.study.spec import Asked, Audience, Cost, Feature, Gates, Question, Source, Study, Thresholds, load, parsed
from gapsurvey.study.weights import Weights

__all__ = [
    "Asked",
    "Audience",
    "Cost",
    "Feature",
    "Gates",
    "Question",
    "Source",
    "Study",
    "Thresholds",
    "Weights",
    "load",
    "parsed",
]

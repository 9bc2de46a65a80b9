"""The study: what was asked of whom, what it would cost, and what decides; in `spec` whole, and a file for each of its parts."""

from gapsurvey.study.competitors import Competitor
from gapsurvey.study.gates import FeatureGates, Gates
from gapsurvey.study.loading import load, parsed
from gapsurvey.study.spec import Asked, Audience, Cost, Feature, Question, Source, Study
from gapsurvey.study.thresholds import Thresholds
from gapsurvey.study.weights import Weights

__all__ = [
    "Asked", "Audience", "Competitor", "Cost", "Feature", "FeatureGates", "Gates", "Question", "Source", "Study", "Thresholds",
    "Weights", "load", "parsed",
]  # fmt: skip

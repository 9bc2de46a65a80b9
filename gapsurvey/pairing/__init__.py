"""Pairing two exports: which customers' question mirrors which employees' question, and the study that follows."""

from __future__ import annotations

from gapsurvey.pairing.proposal import MirrorPair, Proposal, Unmatched, unpaired
from gapsurvey.pairing.propose import propose
from gapsurvey.pairing.sides import Place, proposals_of
from gapsurvey.pairing.suggest import Suggestion, suggested
from gapsurvey.pairing.together import Together, believers, split, told_once, whole

__all__ = [
    "MirrorPair", "Place", "Proposal", "Suggestion", "Together", "Unmatched", "believers", "proposals_of", "propose", "split",
    "suggested", "told_once", "unpaired", "whole",
]  # fmt: skip

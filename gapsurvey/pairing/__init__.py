"""Pairing two exports: which customers' question mirrors which employees' question, and the study that follows."""

from __future__ import annotations

from gapsurvey.pairing.parts import Place
from gapsurvey.pairing.proposal import MirrorPair, Proposal, Unmatched
from gapsurvey.pairing.propose import propose
from gapsurvey.pairing.suggest import Suggestion, suggested
from gapsurvey.pairing.together import Together, believers, opposed, split

__all__ = [
    "MirrorPair", "Place", "Proposal", "Suggestion", "Together", "Unmatched", "believers", "opposed", "propose", "split",
    "suggested",
]  # fmt: skip

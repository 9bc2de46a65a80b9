"""Pairing two exports: which customers' question mirrors which employees' question, and the study that follows."""

from __future__ import annotations

from gapsurvey.pairing.proposal import MirrorPair, Proposal, Unmatched
from gapsurvey.pairing.propose import propose

__all__ = ["MirrorPair", "Proposal", "Unmatched", "propose"]

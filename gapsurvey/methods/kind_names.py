"""What a kind of customers is called: by the answers that set it apart from the others."""

from __future__ import annotations

import string

import numpy as np

from gapsurvey.glossary import ASKS
from gapsurvey.language import say
from gapsurvey.model import Floats
from gapsurvey.stats.latent import LatentClasses
from gapsurvey.study import Study

__all__ = ["kind_names"]


def kind_names(study: Study, asks: str, features: tuple[str, ...], found: LatentClasses) -> list[str]:
    """A name per kind, such as "A: want live chat, not training": a letter for charts, and what sets it apart for readers."""
    labels = [study.features[feature].label for feature in features]
    whole = found.share @ found.yes
    names = []
    for letter, share, yes in zip(string.ascii_uppercase, found.share, found.yes, strict=False):
        others = (whole - share * yes) / (1 - share)
        names.append(f"{letter}: {_apart(asks, labels, yes, yes - others)}")
    return names


def _apart(asks: str, labels: list[str], yes: Floats, ahead: Floats) -> str:
    """The feature that a kind wants most ahead of the others, and the one it is most behind in; one alone where that is it.

    "Want" and "not" are said of most of a kind; of fewer, that they do so more or less often than the others.
    """
    more, less = int(np.argmax(ahead)), int(np.argmin(ahead))
    telling = max(ahead[more], -ahead[less]) / 2
    wanted = ASKS[asks].customers.replace("{feature}", labels[more])
    refused = ASKS[asks].customers.replace("{feature}", labels[less])
    first = wanted if yes[more] >= 0.5 else say("more often {want_it}", want_it=wanted)
    if -ahead[less] < telling:
        return first
    if ahead[more] < telling:
        return say("do not {want_it}", want_it=refused) if yes[less] < 0.5 else say("less often {want_it}", want_it=refused)
    if yes[less] < 0.5:
        return say("{want_it}, not {feature}", want_it=first, feature=labels[less])
    return say("{want_it}, less often {feature}", want_it=first, feature=labels[less])

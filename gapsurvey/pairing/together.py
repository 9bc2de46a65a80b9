"""Several audiences in one file, told apart by a column such as Role or Audience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from gapsurvey.errors import ExportError, Problem
from gapsurvey.matching import fold
from gapsurvey.model import Column, Export
from gapsurvey.pairing.proposal import Proposal, Unmatched
from gapsurvey.pairing.recognise import answers
from gapsurvey.records import Records
from gapsurvey.study.parts import Role

__all__ = ["AUDIENCES", "Together", "believers", "split", "told_once", "whole"]

# What a study calls the audience of a role.
AUDIENCES: Mapping[Role, str] = MappingProxyType({"customer": "customers", "employee": "employees", "partner": "partners"})

_FEWEST = 5  # an answer that fewer people gave says who they are, and is not taken for a group

_CALLED = re.compile(
    r"audience|group|role|type|respondent(?: type| group| role)?|user type|side|sample|survey|source|i am an?|who are you"
    r"|are you an? .*|which (?:group|of these) (?:are you|describes you).*"
    r"|gruppe|rolle|zielgruppe|befragtengruppe|ich bin|sind sie .*"
)
_SAID: Mapping[Role, re.Pattern[str]] = MappingProxyType(
    {
        "customer": re.compile(
            r"(?:an? |our |the )?(?:customer|client|user|consumer|buyer|subscriber|member|kunde|kundin|nutzer)(?:s|n|innen)?"
        ),
        "employee": re.compile(
            r"(?:an? |our |the )?(?:employee|staff(?: member)?|colleague|team member|internal|executive|manager|salesperson"
            r"|mitarbeiter(?:in)?|mitarbeitende|intern|beschäftigte|angestellte)(?:s|n|r|innen)?"
        ),
        "partner": re.compile(
            r"(?:an? |our |the )?(?:(?:sales |channel |trade |business |service )?partner|reseller|distributor|dealer|retailer"
            r"|(?:vertriebs|handels|geschäfts)partner|händler|wiederverkäufer)(?:s|in|innen)?"
        ),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """The audiences of one file, customers first.

    column: tells them apart; texts: per role what its people answered in it, as a study's `where` has it; parts: per role
    its records, without that column.
    """

    column: str
    texts: Mapping[Role, tuple[str, ...]]
    parts: Mapping[Role, Export]


def split(export: Export) -> Together:
    """Customers and those who believe something about them. Raises ExportError where no column tells them apart."""
    for together, _ in _told_apart(export):
        if "customer" in together.parts:
            return together
    fix = "Name two files, or one with a column such as Role that says customer or employee, each of five people or more."
    raise ExportError([Problem(export.file, "it has no column that tells customers from employees", fix)])


def believers(export: Export) -> Together | None:
    """Several audiences of believers, such as employees and partners; None where the file is of one, or not of them alone."""
    for together, whole in _told_apart(export):
        if whole and "customer" not in together.parts:
            return together
    return None


def whole(parts: Sequence[Export]) -> Export:
    """The records of several audiences, as one file was told apart: they were asked the same."""
    first, *rest = parts
    if not rest:
        return first
    codes = [np.concatenate([part.columns[i].codes for part in parts]) for i in range(len(first.columns))]
    columns = tuple(replace(column, codes=all_of) for column, all_of in zip(first.columns, codes, strict=True))
    status, seconds = (np.concatenate([getattr(part, name) for part in parts]) for name in ("status", "seconds"))
    return replace(first, columns=columns, status=status, seconds=seconds)


def told_once(proposal: Proposal) -> Proposal:
    """What two sides of one file have in common, each question that is in no pair told of one of them.

    Both have every column of the file. Of those who were not asked, or where the other side's pair holds it, it is nothing to
    look at.
    """
    left = proposal.customers_only, proposal.employees_only
    mine, theirs = _all_of(pair.customers for pair in proposal.pairs), _all_of(pair.employees for pair in proposal.pairs)
    kept = tuple(_own(left[0], left[1], theirs, first=True)), tuple(_own(left[1], left[0], mine, first=False))
    all_of, told = ([_all_of(question.columns for question in side) for side in lists] for lists in (left, kept))
    elsewhere = all_of[0] - told[0], all_of[1] - told[1]
    return replace(proposal, customers_only=kept[0], employees_only=kept[1], elsewhere=elsewhere)


def _all_of(columns: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(name for each in columns for name in each)


def _own(mine: Sequence[Unmatched], theirs: Sequence[Unmatched], paired: Set[str], *, first: bool) -> Iterator[Unmatched]:
    """What is told of one side. paired: columns in the other side's pairs; first: whether it tells what is the same of both."""
    there = {name: question.answered for question in theirs for name in question.columns}
    for question in mine:
        known = [there.get(name) for name in question.columns]
        if paired >= {*question.columns} or (all(known) and not first):
            continue
        if question.answered:
            yield replace(question, why=f"{question.why}; asked of both sides") if all(known) else question
        elif first and known == [False] * len(known):
            yield question


def _told_apart(export: Export) -> Iterator[tuple[Together, bool]]:
    """Per column that tells two audiences or more apart, what it tells; and whether everybody who answered is in one."""
    everyone = Records(export, np.flatnonzero(export.status == 0))
    for column in sorted(export.columns, key=lambda column: (fold(column.text), column.name)):
        called = any(_CALLED.fullmatch(fold(name).rstrip(" ?:")) for name in (column.name, column.text))
        if column.kind != "answer" or not called:
            continue
        given = answers(column, everyone)
        groups = sorted({fold(value) for value, n in given.items() if n >= _FEWEST})
        found = {role: tuple(group for group in groups if said.fullmatch(group)) for role, said in _SAID.items()}
        texts = {role: of_role for role, of_role in found.items() if of_role}
        if len(texts) > 1:
            parts = {role: _part(export, column, of_role) for role, of_role in texts.items()}
            yield Together(column.name, texts, parts), set(map(fold, given)) == {text for each in texts.values() for text in each}


def _part(export: Export, column: Column, texts: tuple[str, ...]) -> Export:
    """The records whose answer in `column` is one of these folded texts; without that column."""
    mine = np.append([fold(value) in texts for value in column.values], False)[column.codes].astype(bool)
    columns = tuple(replace(c, codes=c.codes[mine]) for c in export.columns if c is not column)
    return replace(export, columns=columns, status=export.status[mine], seconds=export.seconds[mine])

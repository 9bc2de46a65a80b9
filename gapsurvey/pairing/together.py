"""Two audiences in one file, told apart by a column such as Role or Audience."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey.errors import ExportError, Problem
from gapsurvey.matching import fold
from gapsurvey.model import Column, Export
from gapsurvey.pairing.recognise import answers
from gapsurvey.records import Records

__all__ = ["Together", "split"]

_FEWEST = 5  # an answer that fewer people gave says who they are, and is not taken for a group

_CALLED = re.compile(
    r"audience|group|role|type|respondent(?: type| group| role)?|user type|side|sample|survey|source|i am an?|who are you"
    r"|are you an? .*|which (?:group|of these) (?:are you|describes you).*"
    r"|gruppe|rolle|zielgruppe|befragtengruppe|ich bin|sind sie .*"
)
_CUSTOMER = re.compile(
    r"(?:an? |our |the )?(?:customer|client|user|consumer|buyer|subscriber|member|kunde|kundin|nutzer)(?:s|n|innen)?"
)
_EMPLOYEE = re.compile(
    r"(?:an? |our |the )?(?:employee|staff(?: member)?|colleague|team member|internal|executive|manager|salesperson"
    r"|mitarbeiter(?:in)?|mitarbeitende|intern|beschäftigte|angestellte)(?:s|n|r|innen)?"
)


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Both audiences of one file. customers, employees: their records, without the column that tells them apart.

    column: that column; texts: what customers and what employees answered in it, as a study's `where` has it.
    """

    customers: Export
    employees: Export
    column: str
    texts: tuple[tuple[str, ...], tuple[str, ...]]


def split(export: Export) -> Together:
    """The two audiences of a file. Raises ExportError where no column tells customers from employees."""
    everyone = Records(export, np.flatnonzero(export.status == 0))
    for column in sorted(export.columns, key=lambda column: (fold(column.text), column.name)):
        called = any(_CALLED.fullmatch(fold(name).rstrip(" ?:")) for name in (column.name, column.text))
        if column.kind != "answer" or not called:
            continue
        groups = [fold(value) for value, n in answers(column, everyone).items() if n >= _FEWEST]
        customers, employees = (tuple(sorted({g for g in groups if p.fullmatch(g)})) for p in (_CUSTOMER, _EMPLOYEE))
        if customers and employees:
            return Together(
                _part(export, column, customers), _part(export, column, employees), column.name, (customers, employees)
            )
    fix = "Name two files, or one with a column such as Role that says customer or employee, each of five people or more."
    raise ExportError([Problem(export.file, "it has no column that tells customers from employees", fix)])


def _part(export: Export, column: Column, texts: tuple[str, ...]) -> Export:
    """The records whose answer in `column` is one of these folded texts; without that column."""
    mine = np.append([fold(value) in texts for value in column.values], False)[column.codes].astype(bool)
    columns = tuple(replace(c, codes=c.codes[mine]) for c in export.columns if c is not column)
    return replace(export, columns=columns, status=export.status[mine], seconds=export.seconds[mine])

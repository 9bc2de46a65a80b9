"""Pairs of exports with the truth beside them: which customers' column is mirrored by which employees' column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gapsurvey.exports import read
from gapsurvey.matching import fold
from gapsurvey.model import Export
from gapsurvey.pairing import MirrorPair, Proposal
from gapsurvey.records import Records
from gapsurvey.study import Study, load
from tests.builders import export

__all__ = ["MADE", "SHARED", "Links", "Pair", "links", "made", "sample", "shared_pair"]

Links = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Pair:
    """Two exports, and every true pair of their columns; of a list whose options have columns, any of them."""

    customers: Export
    employees: Export
    truth: Links


def links(proposal: Proposal, *confidences: str) -> Links:
    """The pairs of columns that a proposal is made of; what employees alone were asked has none."""
    return frozenset(link for pair in proposal.pairs if pair.confidence in confidences for link in _links(pair))


def _links(pair: MirrorPair) -> Iterator[tuple[str, str]]:
    if len(pair.customers) == len(pair.employees):
        yield from zip(pair.customers, pair.employees, strict=True)
    elif pair.customers:
        yield from ((pair.customers[0], name) for name in pair.employees)


# --- the sample studies: what their own study.toml says ------------------------------------------------------------------


def sample(folder: Path) -> Pair:
    """A sample study's exports, and the pairs that its study names."""
    study = load(folder)
    customers = read(folder / str(study.audiences[study.customers].file))
    (believers,) = study.believers
    employees = read(folder / str(study.audiences[believers].file))
    truth = set[tuple[str, str]]()
    for question in study.questions:
        mine, theirs = question.sources.get(study.customers), question.sources.get(believers)
        if mine is None or theirs is None:
            continue
        columns = mine.columns, theirs.columns
        if isinstance(columns[0], tuple) and isinstance(columns[1], tuple):
            truth |= {(rung, _column(employees, other)) for rung, other in zip(columns[0], columns[1], strict=True)}
        elif isinstance(columns[1], dict):
            places = columns[0] if isinstance(columns[0], dict) else _rows(customers, str(mine.column), question.answers or {})
            truth |= {(places[feature], _column(employees, name)) for feature, name in columns[1].items()}
        else:
            truth.add((_column(customers, str(mine.column)), _column(employees, str(theirs.column))))
    estimates = {(_column(customers, mine), _column(employees, theirs)) for mine, theirs in _estimates(study, believers)}
    return Pair(customers, employees, frozenset(truth | estimates))


def _column(found: Export, name: str) -> str:
    """A column's own name, by its name or its text."""
    return Records(found, np.arange(found.records)).one(name, "").name


def _rows(found: Export, stem: str, answers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    rows = {fold(column.option): column.name for column in found.columns if column.name.startswith(f"{stem}_")}
    return {feature: rows[fold(texts[0])] for feature, texts in answers.items()}


def _estimates(study: Study, believers: str) -> Iterator[tuple[str, str]]:
    """An estimate mirrors the share that the customers' own answers give: the list, or the ladder's rung at its price."""
    for question in study.questions:
        if question.shape != "estimate":
            continue
        columns = question.sources[believers].columns
        assert isinstance(columns, dict)
        for feature, name in columns.items():
            for other in study.questions:
                mine = other.sources.get(study.customers)
                if mine is None or other.asks != question.asks:
                    continue
                if other.shape == "multi-select" and feature in (other.answers or {}):
                    yield str(mine.column), name
                elif other.shape == "price-ladder" and other.feature == feature and isinstance(mine.columns, tuple):
                    yield mine.columns[(mine.prices or ()).index(study.features[feature].price or 0)], name


# --- published pairs -----------------------------------------------------------------------------------------------------

# Read by eye: asked of both groups in other words, or with other instructions. Question: question, rows by their text.
REWORDED = {"Q9": "Q7", "Q10": "Q8", "Q14": "Q48", "Q17": "Q13", "Q19": "Q15", "Q21": "Q17", "Q24": "Q19"}


def vetdental(folder: Path) -> Pair:
    """Employers and educators of veterinarians: 55 closed questions that read the same, and some that were reworded."""
    pair = _alike(folder / "qualtrics/TWOGROUP_vetdental_EMPLOYER.csv", folder / "qualtrics/TWOGROUP_vetdental_PCVE_faculty.csv",
                  without={"Q44", "Q6", "Q8"})  # consent, two essays  # fmt: skip
    assert len(pair.truth) == 55
    rows = {
        (column.name.partition("_")[0], fold(column.option)): column.name
        for column in pair.employees.columns
        if column.kind == "answer"
    }
    reworded = {
        (column.name, rows[REWORDED[stem], fold(column.option)])
        for column in pair.customers.columns
        if column.kind == "answer" and (stem := column.name.partition("_")[0]) in REWORDED
        and (REWORDED[stem], fold(column.option)) in rows
    }  # fmt: skip
    reworded.add(("Q14_1", "Q48_1"))  # its row's text is part of the question on one side
    return Pair(pair.customers, pair.employees, pair.truth | reworded)


def dask(folder: Path) -> Pair:
    """One survey in two years; the second joins picks by commas."""
    forms = folder / "google_forms"
    return _alike(forms / "dask_2019_grid_SEMICOLON.csv", forms / "dask_2021_grid_COMMA.csv")


def nothing(folder: Path) -> Pair:
    """Grammar and a software library."""
    comma = folder / "surveymonkey/538_comma_1row_importance.csv"
    return Pair(read(comma), read(folder / "google_forms/dask_2019_grid_SEMICOLON.csv"), frozenset())


def _alike(mine: Path, theirs: Path, without: set[str] | None = None) -> Pair:
    """Two exports whose closed questions mirror each other where question and row read the same."""
    customers, employees = read(mine), read(theirs)
    texts = {(fold(c.text), fold(c.option)): c.name for c in employees.columns if c.kind == "answer"}
    truth = {
        (c.name, texts[fold(c.text), fold(c.option)])
        for c in customers.columns
        if c.kind == "answer" and c.name not in (without or ()) and (fold(c.text), fold(c.option)) in texts
    }  # fmt: skip
    return Pair(customers, employees, frozenset(truth))


SHARED: Mapping[str, Callable[[Path], Pair]] = {"vetdental": vetdental, "dask 2019–2021": dask, "grammar and dask": nothing}


def shared_pair(name: str, shared: Path) -> Pair:
    """One of the published pairs."""
    return SHARED[name](shared / "exports")


# --- pairs made in code -------------------------------------------------------------------------------------------------

_EN = ["Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important"]
_DE = ["Überhaupt nicht wichtig", "Wenig wichtig", "Mäßig wichtig", "Sehr wichtig", "Äußerst wichtig"]
_PEOPLE = 60
_THINGS = ["Live chat", "Phone support", "A status page", "Training on site", "Chat in the evening"]


def _of(answers: Sequence[str], turn: int = 0) -> list[str]:
    """60 people's answers, every one of them given, in a turn that differs between columns."""
    return [answers[(i * (turn + 1) + i // 7 + turn) % len(answers)] for i in range(_PEOPLE)]


def _side(columns: Mapping[str, tuple[str, Sequence[str]]], file: str) -> Export:
    """An export: name = (text, or "question | row"; the answers that people choose from)."""
    parts = {name: text.partition(" | ") for name, (text, _) in columns.items()}
    return export(
        {name: _of(answers, i % 5) for i, (name, (_, answers)) in enumerate(columns.items())},
        file=file, texts={name: part[0] for name, part in parts.items()},
        options={name: part[2] for name, part in parts.items() if part[2]},
    )  # fmt: skip


_LISTS = [
    "Live chat;Phone support",
    "Phone support;A status page",
    "Live chat;A status page;Training on site",
    "Training on site",
]


def belief_frames() -> Pair:
    """Customers asked outright; employees through every belief frame, beside questions about their own wishes."""
    customers = {
        "K1": ("Which of these would you want? Select all that apply.", _LISTS),
        **{f"K2_{i}": (f"How important is each of these to you? | {thing}", _EN) for i, thing in enumerate(_THINGS)},
        "K3": ("Would you pay $49 a month for phone support?", ["Yes", "No"]),
        "K4": ("Would you pay $9 a month for live chat?", ["Yes", "No"]),
        "K5": ("Do you want weekend cover?", ["Yes", "No"]),
        "K6": ("Do you want weekday cover?", ["Yes", "No"]),
        "K7": ("How satisfied are you with our invoices?", ["1", "2", "3", "4", "5"]),
        "K8": ("Have you ever opened a ticket?", ["Yes", "No"]),
        "K9": ("What is the most you would pay for a dedicated engineer, per month?", ["$0", "$100", "$250", "$500"]),
    }
    employees = {
        "M9": ("This is the list that customers see. Which of these do you think they would want?", _LISTS),
        **{f"M8_{i}": (f"How important do you think customers find each of these? | {thing}", _EN[::-1])
           for i, thing in enumerate(reversed(_THINGS))},
        "M7": ("In your opinion, would customers pay $49 a month for phone support?", ["No", "Yes"]),
        "M6": ("Do you believe that our customers would pay $9 a month for live chat?", ["No", "Yes"]),
        "M5": ("Would our clients want weekend cover?", ["No", "Yes"]),
        "M4": ("What percentage of customers would want weekday cover?", ["10%", "25", "40", "60 %"]),
        "M3": ("How satisfied do you think customers are with our invoices?", ["1", "2", "3", "4", "5"]),
        "M2": ("How satisfied are you with our coffee?", ["1", "2", "3", "4", "5"]),
        "M1": ("What is the most customers would pay for a dedicated engineer, per month?", ["$0", "$150", "$200", "$400"]),
        "M0": ("Do you want weekend cover?", ["Yes", "No"]),
    }  # fmt: skip
    rows = {(f"K2_{i}", f"M8_{len(_THINGS) - 1 - i}") for i in range(len(_THINGS))}
    truth = {("K1", "M9"), ("K3", "M7"), ("K4", "M6"), ("K5", "M5"), ("K6", "M4"), ("K7", "M3"), ("K9", "M1"), *rows}
    return Pair(_side(customers, "customers.csv"), _side(employees, "employees.csv"), frozenset(truth))


def translated_scales() -> Pair:
    """English questions; the employees' tool wrote the scales in German, in other words and order."""
    agree_en = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
    agree_de = ["Stimme voll und ganz zu", "Stimme zu", "Weder noch", "Stimme nicht zu", "Stimme überhaupt nicht zu"]
    statements = ["The price is fair", "The product is easy to learn", "The service is quick"]
    customers = {
        **{f"A{i}": (f"How important is it to you that we offer | {thing}", _EN) for i, thing in enumerate(_THINGS)},
        **{f"B{i}": (f"How far do you agree? | {text}", agree_en) for i, text in enumerate(statements)},
        "C": ("How often do you call us?", ["Never", "Rarely", "Sometimes", "Often", "Always"]),
        "D": ("Do you need a contract in your language?", ["Yes", "No"]),
    }
    employees = {
        **{f"Z{i}": (f"How important is it to customers that we offer | {thing}", _DE) for i, thing in enumerate(_THINGS)},
        **{f"Y{i}": (f"How far would customers agree? | {text}", agree_de) for i, text in enumerate(statements)},
        "X": ("How often do customers call us?", ["Immer", "Oft", "Manchmal", "Selten", "Nie"]),
        "W": ("Do customers need a contract in their language?", ["Ja", "Nein"]),
        "V": ("How often do you speak with customers?", ["Immer", "Oft", "Manchmal", "Selten", "Nie"]),
    }
    truth = {(f"A{i}", f"Z{i}") for i in range(len(_THINGS))} | {(f"B{i}", f"Y{i}") for i in range(3)} | {("C", "X"), ("D", "W")}
    return Pair(_side(customers, "customers.csv"), _side(employees, "employees.csv"), frozenset(truth))


def german() -> Pair:
    """German on both sides, belief frames too."""
    things = ["Live-Chat", "Telefonischer Support", "Schulungen vor Ort"]
    ladder = [(price, f"Würden Sie {price} € pro Monat für Telefonsupport zahlen?") for price in (19, 29, 49)]
    customers = {
        **{f"F1_{i}": (f"Wie wichtig sind Ihnen diese Leistungen? | {thing}", _DE) for i, thing in enumerate(things)},
        "F2": ("Möchten Sie Unterstützung am Wochenende?", ["Ja", "Nein"]),
        **{f"F3_{price}": (text, ["Ja", "Nein"]) for price, text in ladder},
        "F4": ("In welcher Branche arbeiten Sie?", ["Handel", "Industrie", "Gesundheit"]),
        "F5": ("Wie zufrieden sind Sie mit unseren Rechnungen?", ["1", "2", "3", "4", "5"]),
    }
    employees = {
        **{f"G1_{i}": (f"Wie wichtig sind unseren Kunden diese Leistungen, glauben Sie? | {thing}", _DE)
           for i, thing in enumerate(things)},
        "G2": ("Was glauben Sie: Möchten Kunden Unterstützung am Wochenende?", ["Ja", "Nein"]),
        **{f"G3_{price}": (text.replace("Sie", "Kunden"), ["Ja", "Nein"]) for price, text in ladder},
        "G4": ("In welcher Abteilung arbeiten Sie?", ["Vertrieb", "Service", "Technik"]),
        "G5": ("Wie zufrieden sind Kunden Ihrer Meinung nach mit unseren Rechnungen?", ["1", "2", "3", "4", "5"]),
        "G6": ("Wie viel Prozent der Kunden möchten Unterstützung am Wochenende?", ["10", "30 %", "60"]),
    }  # fmt: skip
    truth = {*((f"F1_{i}", f"G1_{i}") for i in range(3)), *((f"F3_{p}", f"G3_{p}") for p, _ in ladder)}
    truth |= {("F2", "G2"), ("F5", "G5"), ("F2", "G6")}
    return Pair(_side(customers, "kunden.csv"), _side(employees, "mitarbeiter.csv"), frozenset(truth))


def other_words() -> Pair:
    """Freely reworded questions; and near misses, which differ in the one word that matters."""
    likely = ["Very unlikely", "Unlikely", "Neutral", "Likely", "Very likely"]
    yes_no, ease = ["Yes", "No"], ["1", "2", "3", "4", "5"]
    true = [
        ("Is round-the-clock support something that you would want?", "Do our customers want round-the-clock support?", yes_no),
        ("Please rate the importance of a mobile app", "How important do you think a mobile app is to our customers?", _EN),
        ("I would buy a second licence", "Customers would buy a second licence", yes_no),
        (
            "Are you interested in a loyalty programme?",
            "Do you think our customers are interested in a loyalty programme?",
            yes_no,
        ),
        ("How likely are you to recommend us?", "How likely would customers be to recommend us?", likely),
        (
            "How much would you pay for a premium plan, at most?",
            "How much do you think they would pay for a premium plan, at most?",
            ["$10", "$20", "$30"],
        ),
        (
            "Do you currently use a competitor's product?",
            "What share of our customers currently use a competitor's product?",
            yes_no,
        ),
        ("How easy is it to find your way on our site?", "How easy do customers find it to find their way on our site?", ease),
        (
            "Which quality matters most to you?",
            "Which quality do you believe matters most to customers?",
            ["Speed", "Price", "Design"],
        ),
        ("Do you trust us with your data?", "Customers trust us with their data.", yes_no),
        ("Would you switch provider for a lower price?", "Would most clients switch provider for a lower price?", yes_no),
        ("Would you like a printed invoice?", "Would our customers like to get a printed invoice?", yes_no),
    ]
    near = [
        ("AI will lead to fewer jobs for cashiers", "AI will lead to fewer jobs for journalists", yes_no),
        ("AI will have a positive impact on the country", "AI will have a negative impact on the country", yes_no),
        ("Do you want chat support in the app?", "Do customers want phone support in the app?", yes_no),
        ("Would you pay $29 a month for backups?", "Would customers pay $49 a month for archives?", yes_no),
        ("How important is fast delivery to you?", "How important do customers consider free delivery?", _EN),
        ("Should we open on Sundays?", "Should we open on Saturdays?", yes_no),
        ("Do you need an answer within 1 hour?", "Do customers need an answer within 8 hours?", yes_no),
        ("Are you satisfied with the hotline?", "Are customers dissatisfied with the hotline?", yes_no),
    ]  # fmt: skip
    every = [*true, *near]
    customers = {f"N{i}": (mine, answers) for i, (mine, _, answers) in enumerate(every)}
    employees = {
        f"O{i}": (theirs, ["10", "20", "30%"] if "share" in theirs else answers) for i, (_, theirs, answers) in enumerate(every)
    }
    truth = frozenset((f"N{i}", f"O{i}") for i in range(len(true)))
    return Pair(_side(customers, "customers.csv"), _side(employees, "employees.csv"), truth)


MADE: Mapping[str, Callable[[], Pair]] = {
    "belief frames": belief_frames, "translated scales": translated_scales, "German": german, "other words": other_words,
}  # fmt: skip


def made(name: str) -> Pair:
    """One of the pairs made in code."""
    return MADE[name]()

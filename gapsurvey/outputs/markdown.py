"""summary.md: the answer, the verdicts, the gaps and what comes first, as a pull request shows them."""

from __future__ import annotations

import re
import unicodedata

from gapsurvey import phrasing
from gapsurvey.figures.chart import measured, name_of
from gapsurvey.glossary import FLAGS, MEASURES, READINGS
from gapsurvey.language import Text, say
from gapsurvey.outputs.screen import screen
from gapsurvey.report import Estimate, Range, Report, Table, Verdict
from gapsurvey.study import Study

__all__ = ["render", "text"]

_ESCAPED = re.compile(r"[\\`*_{}\[\]|~$]")
_ENTITIES = re.compile(r"[<>&@#]|(?<=:)//|(?<=www)\.")  # also what forges make links and mentions of
# Forges look for mentions and issue numbers once entities are resolved: only a character between keeps them from it.
_PARTED = {"@": "@&#8203;", "#": "&#35;&#8203;"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

# The heads of its tables.
GAPS = (
    Text("Feature"), Text("Asked"), Text("Believers"), Text("Gap"), Text("95% interval"), Text("Reading"), Text("Base"),
)  # fmt: skip
CHANGES = (
    Text("Feature"), Text("Asked"), Text("Believers"), Text("Then"), Text("Now"), Text("Change"), Text("95% interval"),
    Text("Reading"),
)  # fmt: skip
SOURCES = (Text("Audience"), Text("File"), Text("Tool"), Text("Records"), Text("Kept"), Text("Set aside"))


def text(raw: str) -> str:
    """A survey's text as Markdown shows it letter by letter: nothing in it is markup, a link, a mention or a new line.

    Control characters, and those that turn the direction of what follows, are left out.
    """
    seen = "".join(c for c in _TURNING.sub("", raw) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    escaped = _ESCAPED.sub(r"\\\g<0>", " ".join(seen.split()))
    inert = _ENTITIES.sub(lambda m: _PARTED.get(m[0]) or "".join(f"&#{ord(c)};" for c in m[0]), escaped)
    return re.sub(r"^(\d+)([.)])(?= )", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", inert))


def render(report: Report) -> bytes:
    """The bytes of summary.md."""
    study = report.study
    parts = [f"# {text(study.title)}"]
    if study.question:
        parts.append(f"**{text(study.question)}**")
    parts.append(text(report.answer))
    parts += [text(told) for told in (report.instead, report.since) if told]
    about = next((v for v in report.verdicts if v.feature == report.study.about and v.value_at_stake is not None), None)
    if about is not None:
        parts.append(say("Verdict: {verdict}.", verdict=f"**{text(report.said(about))}**"))
    parts += [f"## {say('Verdicts')}", _verdicts(report)]
    parts += [
        _stake(report, v, v.value_at_stake) for v in report.verdicts if v.value_at_stake is not None and v.value_at_stake.value
    ]
    for table in report.tables_of("gap"):
        parts += [f"## {say('Gaps')}", _gaps(report, table), *(text(note) for note in table.notes)]
    for table in report.tables_of("waves"):
        parts += [f"## {text(table.title)}", *_changes(report, table), *(text(note) for note in table.notes)]
    for table in report.tables_of("versions"):
        sets = table.pick(measure="set_reach")
        parts += [f"## {text(table.title)}", *([_versions(table, sets)] if sets else []), *map(text, table.notes)]
    for table in report.tables_of("market"):
        parts += [f"## {text(table.title)}", _market(report, table), *map(text, table.notes)]
    for table in report.tables_of("archetypes"):
        sizes = table.pick(measure="kind_share")
        if sizes or table.notes:  # of how many kinds there are, a summary says only what is remarkable
            parts += [f"## {text(table.title)}", *([_kinds(report, table, sizes)] if sizes else []), *map(text, table.notes)]
    leads = list(dict.fromkeys(table.lead for table in report.tables if table.lead))
    if leads:
        parts += [f"## {say('Further findings')}", "\n".join(f"- {text(lead)}" for lead in leads)]
    parts += [f"## {say('Answers in, answers out')}", _sources(report), *_weights(report)]
    parts += [text(note) for note in report.notes]
    shown = [*report.tables_of("gap"), *report.tables_of("waves")]
    flags = {flag for table in shown for e in table.estimates for flag in e.flag.split()}
    parts += [f"{text(mark)} {text(meaning)}" for flag, (mark, meaning) in FLAGS.items() if flag in flags]
    versions = ", ".join(f"{name} {version}" for name, version in report.provenance.versions.items())
    made = report.provenance
    for of in made.beside:
        parts.append(say("What was shown: {file}, sha256 {sha256}.", file=text(of.file), sha256=of.sha256))
    drawn = say(
        "Seed {seed}, {draws} draws; {versions}.", seed=made.seed, draws=phrasing.count(made.draws), versions=text(versions)
    )
    parts.append(f"{phrasing.day(made.date)}. {drawn}" if made.date else drawn)
    return ("\n\n".join(parts) + "\n").encode()


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _share(estimate: Estimate | None) -> str:
    return phrasing.ABSENT if estimate is None or estimate.value is None else phrasing.percent(estimate.value)


def _verdicts(report: Report) -> str:
    """The lines of the page's first screen, and those that are not on it."""
    study, shown = report.study, screen(report)
    head = [say("Feature"), text(phrasing.titled(study.label(study.customers))), text(shown.believed), say("Gap (95% interval)")]
    head += [*([shown.paid] if shown.priced else []), say("Verdict"), *([say("Value at stake")] if shown.staked else [])]
    ruled = ["---", "--:", "--:", "--:", *(["--:"] if shown.priced else []), "---", *(["--:"] if shown.staked else [])]
    rows = [_row(*head), f"|{'|'.join(ruled)}|"]
    for line in (*shown.lines, *shown.beside):
        paid = text(phrasing.priced(line.pay, line.pay_price)) if line.pay else ""
        cells = [text(shown.label(line)), line.answer, line.belief, f"{line.gap} ({line.gap_interval})" if line.gap else ""]
        cells += [*([paid] if shown.priced else []), text(line.said), *([text(line.stake)] if shown.staked else [])]
        rows.append(_row(*(cell or phrasing.ABSENT for cell in cells)))
    return "\n".join(rows)


def _gap(gap: Estimate | None) -> str:
    if gap is None or gap.value is None or gap.low is None or gap.high is None:
        return phrasing.ABSENT
    return f"{phrasing.points(gap.value)} ({phrasing.points_range(gap.low, gap.high)})"


def _stake(report: Report, verdict: Verdict, stake: Range) -> str:
    currency = report.study.currency
    cost = phrasing.money(stake.value, currency, compact=True)
    between = phrasing.money_range(stake.low, stake.high, currency, compact=True)
    said = say(
        "Acting on belief about {feature} would cost {cost} (95% interval {interval}).",
        feature=verdict.label,
        cost=cost,
        interval=between,
    )
    return text(" ".join((said, *verdict.assumptions)))


def _gaps(report: Report, table: Table) -> str:
    """Every gap that was judged; the boxes of a rating are in the other formats, θ sums them up."""
    study = report.study
    rows = [_row(*map(str, GAPS)), "|---|---|---|--:|--:|---|--:|"]
    for e in table.estimates:
        if e.alignment is None or e.value is None or e.low is None or e.high is None:
            continue
        if e.measure.endswith("_theta"):
            value, between = phrasing.decimal(e.value), f"{phrasing.decimal(e.low)}–{phrasing.decimal(e.high)}"
        elif e.measure.endswith("_rank_gap"):
            found = phrasing.signed_decimal(e.value), phrasing.signed_decimal_range(e.low, e.high)
            value, between = (say("{number} ranks", number=number) for number in found)
        else:
            value, between = phrasing.points(e.value), phrasing.points_range(e.low, e.high)
        reading = " ".join((READINGS[e.alignment][0], *(FLAGS[flag][0] for flag in e.flag.split())))
        names = text(name_of(study, e.feature)), _asked(study, e, e.measure), text(study.label(e.audience))
        rows.append(_row(*names, value, between, text(reading), phrasing.count(e.n or 0)))
    return "\n".join(rows)


def _asked(study: Study, e: Estimate, measure: str) -> str:
    """What was asked, in the study's own words where it has some, and at what price."""
    asked = measured(study, measure)
    return text(asked if e.at is None else phrasing.priced(asked, phrasing.price(e.at, study.currency)))


def _changes(report: Report, table: Table) -> list[str]:
    """Every gap in both waves; the rest stands in the other formats."""
    study = report.study
    rows = [_row(*map(str, CHANGES))]
    rows.append("|---|---|---|--:|--:|--:|--:|---|")
    for e in table.estimates:
        stem, place = e.measure.removesuffix("_change"), {"feature": e.feature, "audience": e.audience, "at": e.at}
        then, now = (table.one(measure=measure, **place) for measure in (f"{stem}_then", stem))
        if stem == e.measure or not e.against or e.alignment is None or then is None or now is None:
            continue
        known, currency = MEASURES[e.measure], study.currency
        reading = " ".join((READINGS[e.alignment][0], *(FLAGS[flag][0] for flag in e.flag.split())))
        numbers = [phrasing.quantity(MEASURES[stem], side.value, currency) for side in (then, now)]
        numbers += [phrasing.quantity(known, e.value, currency), phrasing.interval(known, e.low, e.high, currency)]
        names = text(name_of(study, e.feature)), _asked(study, e, stem), text(study.label(e.audience))
        rows.append(_row(*names, *numbers, text(reading)))
    return ["\n".join(rows)] if len(rows) > 2 else []


def _versions(table: Table, sets: list[Estimate]) -> str:
    """The sets of versions, and how many each reaches."""
    rows = [_row(text(table.by), say("Reach"), say("95% interval"), say("Chance of reaching most")), "|---|--:|--:|--:|"]
    for reach in sets:
        best = table.one(measure="set_best", segment=reach.segment)
        chance = phrasing.ABSENT if best is None or best.value is None else text(phrasing.probability(best.value))
        between = phrasing.percent_range(reach.low, reach.high) if reach.low is not None and reach.high is not None else ""
        rows.append(_row(text(reach.segment), _share(reach), between, chance))
    return "\n".join(rows)


def _market(report: Report, table: Table) -> str:
    """Each competitor's price, whom what it has reaches, and who would pay that price for it."""
    study = report.study
    people = text(study.label(study.customers))
    head = (
        text(table.by),
        say("Price"),
        say("{people} who want something it has", people=people),
        say("{people} who would pay its price", people=people),
    )
    rows = [_row(*head), "|---|--:|--:|---|"]
    for asked in table.pick(measure="market_price"):
        paid = table.pick(measure="market_pay", audience=study.customers, segment=asked.segment)
        told = [say("{share} for {feature}", share=_share(e), feature=text(study.features[e.feature].label)) for e in paid]
        cost = phrasing.ABSENT if asked.value is None else text(phrasing.price(asked.value, study.currency))
        reach = _share(table.one(measure="market_any", segment=asked.segment))
        rows.append(_row(text(asked.segment), cost, reach, ", ".join(told) or phrasing.ABSENT))
    return "\n".join(rows)


def _kinds(report: Report, table: Table, sizes: list[Estimate]) -> str:
    """Each kind's size, and where belief is furthest from it."""
    study = report.study
    rows = [
        _row(say("Kind"), say("Share of {people}", people=text(study.label(study.customers))), say("Belief furthest off")),
        "|---|--:|---|",
    ]
    for size in sizes:
        between = phrasing.percent_range(size.low, size.high) if size.low is not None and size.high is not None else ""
        gaps = [e for e in table.pick(segment=size.segment) if e.measure.endswith("_gap") and e.value is not None]
        widest = max(gaps, key=lambda e: abs(e.value or 0.0), default=None)
        told = phrasing.ABSENT if widest is None else f"{text(study.features[widest.feature].label)} {_gap(widest)}"
        rows.append(_row(text(size.segment), f"{_share(size)} ({between})", told))
    return "\n".join(rows)


def _sources(report: Report) -> str:
    rows = [_row(*map(str, SOURCES)), "|---|---|---|--:|--:|---|"]
    for source in report.provenance.sources:
        aside = ", ".join(f"{n} {say(reason)}" for reason, n in source.set_aside.items()) or say("none")
        if source.screened:
            aside = say("{reasons}; of those kept, {n} with two quality flags", reasons=aside, n=source.screened)
        rows.append(
            _row(
                text(source.label),
                text(source.file),
                text(source.tool),
                phrasing.count(source.records),
                phrasing.count(source.kept),
                text(aside),
            )
        )
    return "\n".join(rows)


def _weights(report: Report) -> list[str]:
    """A sentence per weighted audience: what its weights cost."""
    return [
        say(
            "Weights of {audience}: {facts}.",
            audience=text(source.label),
            facts=", ".join(f"{text(label)} {value}" for label, value in told),
        )
        for source in report.provenance.sources
        if (told := phrasing.weighting(source.weighting))
    ]

"""The pairing page's first state: what two files have in common, or a previous study put onto new files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from gapsurvey.desk.form import FeatureFields, Form, Head, Row
from gapsurvey.desk.restored import restored
from gapsurvey.desk.rows import row_of
from gapsurvey.desk.survey import said, survey
from gapsurvey.desk.uploads import Upload, sides
from gapsurvey.errors import printable
from gapsurvey.pairing import opposed, propose
from gapsurvey.pairing.parts import Parts, features_of, parts_of

__all__ = ["proposed"]


def proposed(uploads: Sequence[Upload], study: str = "", others: Collection[str] = ()) -> dict[str, Any]:
    """{"form": to be filled in and sent back, "survey": what surrounds it}.

    uploads: customers' file and employees', or one that holds both; study: the text of a previous study.toml, whose pairs are
    restored; others: names of further files that were dropped. What is sure is accepted; what is only likely is open, and not
    counted until somebody accepts it. Raises ExportError or StudyError where a file cannot be read, nobody's answers are left,
    or the study is none.
    """
    if study:
        return restored(uploads, study, others)
    exports, places = sides(uploads)
    both = opposed(exports)
    proposal = propose(*both)
    form = _form(parts_of(proposal, exports, places))
    files = " and ".join(printable(upload.name, 80) for upload in uploads) if len(uploads) > 1 else "The two audiences"
    around = survey(proposal, both, (form.customers, form.believers), said(form, files))
    return {"form": form.model_dump(mode="json"), "survey": around}


def _form(parts: Parts) -> Form:
    rows: list[Row] = []
    for draft in (*parts.kept, *parts.aside):
        sure = draft in parts.kept and draft.pair.confidence == "sure"
        rows.append(row_of(draft, f"r{len(rows) + 1}", "accepted" if sure else "open"))
    used = {name for row in rows for name in features_of(row.question)}
    features = {name: FeatureFields(label=label) for name, label in parts.labels.items() if name in used}
    head = Head(**{key: str(value) for key, value in parts.head.items()})
    audiences = {name: dict(audience) for name, audience in parts.audiences.items()}
    return Form(head=head, audiences=audiences, features=features, rows=tuple(rows))

"""The pairing page's first state: what two files have in common, or three, or a previous study put onto new files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gapsurvey.desk.form import FeatureFields, Form, Head, Row
from gapsurvey.desk.restored import restored
from gapsurvey.desk.rows import row_of
from gapsurvey.desk.survey import said, survey
from gapsurvey.desk.uploads import Upload, sides
from gapsurvey.errors import printable
from gapsurvey.pairing import proposals_of
from gapsurvey.pairing.parts import Parts, features_of, parts_of
from gapsurvey.pairing.sides import records_of
from gapsurvey.phrasing import joined
from gapsurvey.study.parts import Role

__all__ = ["proposed"]


def proposed(
    uploads: Sequence[Upload], study: str = "", others: Sequence[Upload] = (), roles: Sequence[Role] = ("employee", "partner")
) -> dict[str, Any]:
    """{"form": to be filled in and sent back, "survey": what surrounds it}.

    uploads: customers' file and those of believers, or one that holds all; study: the text of a previous study.toml, whose pairs
    are restored; others: further files that were dropped; roles: of whom the files after the first are. What is sure is
    accepted; what is only likely is open, and not counted until somebody accepts it. Raises ExportError or StudyError where a
    file cannot be read, nobody's answers are left, or the study is none.
    """
    if study:
        return restored(uploads, study, others, roles)
    exports, places = sides(uploads, roles)
    proposals = proposals_of(exports, places)
    form = _form(parts_of(proposals, exports, places))
    files = joined([printable(upload.name, 80) for upload in uploads]) if len(uploads) > 1 else "The two audiences"
    held = dict(zip(form.audiences, exports, strict=True))
    around = survey(proposals, records_of(exports, places), form, held, said(form, files))
    return {"form": form.model_dump(mode="json"), "survey": around}


def _form(parts: Parts) -> Form:
    audiences = {name: dict(audience) for name, audience in parts.audiences.items()}
    head = Head(**{key: str(value) for key, value in parts.head.items()})
    empty = Form(head=head, audiences=audiences, features={}, rows=())
    rows: list[Row] = []
    for draft in (*parts.kept, *parts.aside):
        sure = draft in parts.kept and draft.confidence == "sure"
        rows.append(row_of(draft, f"r{len(rows) + 1}", "accepted" if sure else "open", empty.sides))
    used = {name for row in rows for name in features_of(row.question)}
    features = {name: FeatureFields(label=label) for name, label in parts.labels.items() if name in used}
    return empty.model_copy(update={"features": features, "rows": tuple(rows)})

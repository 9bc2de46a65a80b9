"""The JSON Schemas of study.toml, results.json and truths.toml, as editors and scripts use them."""

from __future__ import annotations

import json

__all__ = ["schema_text"]


def schema_text(kind: str) -> str:
    """The schema of "study", "results" or "truths" as JSON text; the files beside this one hold the same."""
    from gapsurvey.outputs.results import results_schema
    from gapsurvey.simulation.truths import Truths
    from gapsurvey.study import Study

    if kind == "results":
        made = results_schema()
    else:
        schema = (Truths if kind == "truths" else Study).model_json_schema()
        made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"gapsurvey/{kind}/1", **schema}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"

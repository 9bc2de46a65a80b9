"""Everything that fieldwork takes: questionnaires, interview guide, quotas, and what no import file can switch on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gapsurvey.language import say
from gapsurvey.phrasing import joined
from gapsurvey.questionnaire.drawing import drawn_elsewhere, drawn_in_qualtrics
from gapsurvey.questionnaire.model import Questionnaire
from gapsurvey.questionnaire.quotas import Quotas
from gapsurvey.study import Study

__all__ = ["Kit", "Steps"]


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done by hand in a survey tool. tool: its name; by_hand: a sentence each, in order."""

    tool: str
    by_hand: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """What `gapsurvey questionnaire` writes.

    study: reads the answers back; guide: the questions of an interview; designs: by name, files of what is shown.
    """

    study: Study
    questionnaires: tuple[Questionnaire, ...]
    guide: tuple[str, ...]
    quotas: Quotas
    designs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Steps, ...]:
        """What to do by hand, tool by tool."""
        return (
            Steps("Qualtrics", tuple(self._qualtrics())),
            Steps("LimeSurvey", tuple(self._limesurvey())),
            Steps(say("Any other tool"), tuple(self._other())),
        )

    def _qualtrics(self) -> Iterator[str]:
        yield say("Survey > Tools > Import/Export > Import survey: take the file that ends in .qualtrics.txt.")
        yield say("Survey options > Security: anonymize responses.")
        for questionnaire in self.questionnaires:
            file = f"{questionnaire.audience}.qualtrics.txt"
            numbered = enumerate(questionnaire.blocks, 1)
            if blocks := ", ".join(f"{at} {block.title}" for at, block in numbered if block.shuffled):
                yield say(
                    "{file}: randomize the questions of these blocks, the text above them fixed in its place: {blocks}.",
                    file=file,
                    blocks=blocks,
                )
            if names := ", ".join(q.name for q in questionnaire.questions if q.shuffled and q.kind != "grid"):
                yield say("{file}: randomize the choices of {names}; the last one of a list stays last.", file=file, names=names)
            if names := ", ".join(q.name for q in questionnaire.questions if q.kind == "grid"):
                yield say("{file}: randomize the statements of {names}; the scale keeps its order.", file=file, names=names)
            if names := ", ".join(q.name for q in questionnaire.questions if q.required):
                yield say("{file}: force a response to {names}, by which answers are weighted.", file=file, names=names)
            yield from drawn_in_qualtrics(file, questionnaire)
        yield say("“None of these”, where several answers can be chosen: make it exclusive.")
        yield say("Percentages and prices: add a validation, numbers only; percentages from 0 to 100.")
        yield say("Export as CSV with choice text, and save it as {files} beside study.toml.", files=self._files)

    def _limesurvey(self) -> Iterator[str]:
        yield say("Create survey > Import: take the file that ends in .limesurvey.txt.")
        yield say("Order is random, responses are anonymous, and addresses are not kept: the file says so. Check it.")
        yield say("Random order moves “None of these” too: fix it at the end where your version can.")
        yield say(
            "Export responses as CSV, with any headings and full answers, and save it as {files} beside study.toml.",
            files=self._files,
        )

    def _other(self) -> Iterator[str]:
        yield say("Type the questions with their numbers, “Q1. …”: the study finds the answers by them.")
        kinds = {q.kind for questionnaire in self.questionnaires for q in questionnaire.questions}
        if "grid" in kinds:
            yield say(
                "Microsoft Forms exports the rows of a grid without its question: begin each with its number there, “Q1. …”."
            )
        if not kinds.isdisjoint(("grid", "several")):
            yield say(
                "Typeform exports the rows of a grid, and the options where several can be chosen, without their question: begin "
                "each with its number there, “Q1. …”."
            )
        for questionnaire in self.questionnaires:
            yield from drawn_elsewhere(f"{questionnaire.audience}.md", questionnaire)
        yield say("Ask for no name or e-mail address, and switch off that the tool collects them.")
        yield say("Export the individual responses, and save them as {files} beside study.toml.", files=self._files)

    @property
    def _files(self) -> str:
        return joined([f"{questionnaire.audience}.csv" for questionnaire in self.questionnaires])

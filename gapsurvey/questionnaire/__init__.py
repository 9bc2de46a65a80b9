"""Questionnaires that mirror each other, written from a study before fieldwork, and the study that reads their answers back."""

from gapsurvey.questionnaire.design import Design, designed
from gapsurvey.questionnaire.draft import drafted
from gapsurvey.questionnaire.model import Block, Option, Question, Questionnaire
from gapsurvey.questionnaire.writing import kit, write_questionnaires

__all__ = [
    "Block", "Design", "Option", "Question", "Questionnaire", "designed", "drafted", "kit", "write_questionnaires",
]  # fmt: skip

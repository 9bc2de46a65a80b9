"""What people wrote, as far as it may be quoted: the one way by which texts reach a report, and only those that a study names.

- Names that stand in personal columns of any of the study's files are taken out when they are read (`exports.known_names`).
- What else tells who somebody is, is taken out before a text is compared with another or shown (`scrubbing`).
- Fewer than ten who wrote are not quoted (`quoting`); texts come without group, time, place in the file, or how often they came.
- Which are shown follows from the texts alone (`choice`), so that the order of the file is not told either.
"""

from gapsurvey.verbatims.quoting import FEWEST, quotes, unquotable

__all__ = ["FEWEST", "quotes", "unquotable"]

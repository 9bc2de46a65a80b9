"""What stands behind the page: files as bytes in, plain data out, nothing kept between two calls.

- `looked`: what a file is, or how to export it right.
- `proposed`: what two files (or one with both audiences) have in common, as a form to be filled in, and the survey around it.
- `paired`: the rows of the form for questions that a person chose to hold against each other.
- `checked`: everything that is wrong with a form, each problem beside its field; or the study.toml that it stands for.
- `previewed`: the answers to one row's questions on both sides.

Whatever they return can be written as JSON. A form comes back from a browser: it is taken for hostile, and no file is read but
those that are given.
"""

from gapsurvey.desk.check import checked
from gapsurvey.desk.look import looked
from gapsurvey.desk.preview import previewed
from gapsurvey.desk.proposal import proposed
from gapsurvey.desk.repair import paired
from gapsurvey.desk.uploads import Upload

__all__ = ["Upload", "checked", "looked", "paired", "previewed", "proposed"]

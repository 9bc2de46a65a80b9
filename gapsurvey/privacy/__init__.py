"""What may be published of people who were promised anonymity: the one home of suppression, between tally and table.

What a reader is taken to know: every number of the report to its last digit, the rules below, which groups there are, and
which combinations of groups nobody is in. A hidden count is safe if at least three whole numbers fit all of that.

- Small groups (`one_way`): fewer than k believers are hidden, and as many of the next smallest as keep them unknown, or both
  are merged into one group (`merging`). The pattern follows from the groups' sizes alone; it is the same for every feature.
- Several tables of one audience (`joint`): segmentations and crossings are attacked together, by linear programming over the
  combinations of groups, and the fewest people are hidden that leave no hidden size known and no subtraction with fewer
  than k people in it.
- Answers (`answers`): an item is left out of a table where published cells and totals would tell what hidden people answered.
- Few (`clipping`): of fewer than 20 believers nothing says that all of them, or none, gave an answer.
- Weights (`weighted`): a sum of weights to ten digits would tell who is in it. Of a weighted audience that is also shown by
  segment, totals are rounded to whole people and groups are not weighted; where a group is hidden, there are no tables.
- Two reports (`differences`): what changed by fewer than k people since an earlier report is not shown again.
- Several answers of one person (`together`): when two answers may be held against each other.

Customers were promised nothing of the kind: their small bases are flagged elsewhere, never hidden.
"""

from gapsurvey.privacy.clipping import SMALL_BASE, clip
from gapsurvey.privacy.differences import differencing
from gapsurvey.privacy.suppression import Published, published
from gapsurvey.privacy.together import may_be_paired

__all__ = ["SMALL_BASE", "Published", "clip", "differencing", "may_be_paired", "published"]

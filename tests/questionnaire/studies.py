"""Studies that are not asked yet: what the tests of questionnaires begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

from gapsurvey.questionnaire import drafted
from gapsurvey.study import Study

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "surveys" / "support-hours"

BARE = """
title = "Support"
[audiences.customers]
role = "customer"
segments = {Plan = "Which plan do you have?", Zodiac = "Z"}
[audiences.employees]
role = "employee"
segments = {Team = "T"}
[features.a]
label = "24x7 support"
description = "Somebody answers within the hour, day and night."
price = 49
version_of = "support"
[features.b]
label = "12x5 support"
price = 19
version_of = "support"
[features.c]
label = "chat"
[fieldwork]
contact = "research@example.com"
groups = {Plan = ["Free", "Paid"]}
[competitors.acme]
label = "Acme Care"
price = 35
features = ["a"]
"""

# One question in each shape that can be asked; of most of them no more than what it asks.
EVERY = """
title = "Every way of asking"
market = 1000
horizon = 12
[audiences.customers]
role = "customer"
label = "our customers"
segments = {Region = "Where are you?"}
weights = {Region = {EMEA = 0.5, Americas = 0.5}}
[audiences.employees]
role = "employee"
segments = {Team = "Team"}
[features.phone]
label = "Support, by phone"
price = 20
cost = {launch = 100, per_customer = 5}
[features.chat]
label = "Live chat; in the app"
price = 9
[features.visits]
label = "Visits"
price = 50
[features.mail]
label = "E-mail"
[[questions]]
asks = "want"
shape = "yes-no"
[[questions]]
asks = "sell"
shape = "multi-select"
[[questions]]
asks = "prefer"
shape = "single-select"
[[questions]]
asks = "want"
shape = "rating"
[[questions]]
asks = "want"
shape = "estimate"
[[questions]]
asks = "need"
shape = "ranking"
[[questions]]
asks = "prefer"
shape = "allocation"
[[questions]]
asks = "pay"
shape = "open-price"
feature = "phone"
[[questions]]
asks = "pay"
shape = "interval"
feature = "phone"
[[questions]]
asks = "pay"
shape = "van-westendorp"
feature = "phone"
[[questions]]
asks = "pay"
shape = "price"
feature = "phone"
[[questions]]
asks = "pay"
shape = "double-bounded"
feature = "visits"
[[questions]]
asks = "pay"
shape = "price-ladder"
feature = "chat"
customers = {columns = ["a", "b"], prices = [5, 9], certainty = "sure"}
employees = {columns = ["a", "b"], prices = [5, 9]}
[[questions]]
asks = "pay"
shape = "rating"
feature = "phone"
scale = [1, 2, 3, 4, 5]
intent_map = [0, 0.1, 0.3, 0.5, 0.7]
[[questions]]
asks = "need"
shape = "best-worst"
tasks = {sets = [["phone", "chat", "visits"], ["chat", "visits", "mail"], ["phone", "visits", "mail"], ["phone", "chat", "mail"]]}
[[questions]]
asks = "pay"
shape = "choice-tasks"
[questions.tasks]
price = "Price"
none = "Neither"
[questions.tasks.attributes]
Contact = {phone = "By phone", chat = "By chat"}
On-site = {visits = "Yearly; at your place"}
[[verbatims]]
title = "Anything else?"
customers = "x"
employees = "y"
"""


def study_of(toml: str, folder: Path) -> Study:
    """The completed study of a file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(toml, encoding="utf-8")
    return drafted(folder)


def sample_in(folder: Path) -> Path:
    """The sample study without its exports, as before fieldwork."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE / "study.toml", folder)
    return folder

"""Exports that hypothesis makes: fragments of surveys, and texts that mean harm."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from gapsurvey.model import Export
from tests.builders import export

__all__ = ["HOSTILE", "confirmed", "exports"]

HOSTILE = [
    'x"\n[audiences.evil]\nrole = "customer"', "'''\n\"\"\"", "\x1b[31mred\x1b[0m", "\u202etxt.exe",
    "a\u2028b\u2029c\x85d", "\\u0000 \\",
    "<script>alert(1)</script>", "=HYPERLINK(1)", "\ufeff \u200b", "# note\r\nasks = 1", "{customers}",
    "\x00", "x\U000e0041", "]] [[",
]  # fmt: skip
_TEXTS = [
    "Do you want chat?", "Do customers want chat?", "How important is chat to you?", "How important do customers find chat?",
    "Would you pay $9 for chat?", "Would customers pay $9 for chat?", "Would you pay $19 for chat?", "Region", "Weight",
    "Role", "What % of customers want chat?",
    "Which of these?", "Wie wichtig ist Chat?", "How well could we deliver chat?", "Comments",
    "", "Would you pay for chat?", "What is the most you would pay for chat?",
]  # fmt: skip
_ANSWERS = [
    ["Yes", "No"], ["1", "2", "3", "4", "5"], ["Chat;Mail", "Mail", "Chat;Mail;Phone"], ["Chat, Mail", "Mail", "Mail, Chat"],
    ["Very important", "Not at all important"], ["10%", "20"], ["$9", "$19", "0"], ["A", "B", "C"], ["x"], ["1,2", "2"], HOSTILE,
    [""],
]  # fmt: skip


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """An export of up to eight columns and twelve records."""
    count, n = draw(st.integers(1, 8)), draw(st.integers(1, 12))
    text = st.one_of(st.sampled_from([*_TEXTS, *HOSTILE]), st.text(max_size=20))
    names = [f"Q{i}" if draw(st.booleans()) else draw(text) or f"Q{i}" for i in range(count)]
    names = [name if names.index(name) == i else f"{name} ({i})" for i, name in enumerate(names)]
    names = [" ".join(name.split()) or f"Column {i}" for i, name in enumerate(names)]
    names = list(dict.fromkeys(names))
    answers = [draw(st.one_of(st.sampled_from(_ANSWERS), st.lists(st.text(max_size=8), min_size=1, max_size=4))) for _ in names]
    return export(
        {
            name: draw(st.lists(st.sampled_from(given), min_size=n, max_size=n))
            for name, given in zip(names, answers, strict=True)
        },
        texts={name: draw(text) for name in names},
        options={name: draw(st.sampled_from(["", "", "Chat", "Mail", "$9", "Other", HOSTILE[0]])) for name in names},
        kinds={name: draw(st.sampled_from(["answer", "answer", "answer", "metadata", "free-text"])) for name in names},
    )


def confirmed(text: str) -> str:
    """A suggested study.toml after a person confirmed every likely pair: took one mark from each line of them."""
    counted, heading, rest = text.partition("# --- likely, and not counted")
    if not heading:
        return text
    blocks = rest.split("\n\n")
    likely = [block for block in blocks[1:] if "\n# [[questions]]\n" in f"\n{block}\n"]
    return "\n\n".join([counted.rstrip(), *(re.sub(r"^# ?", "", block, flags=re.M) for block in likely)]) + "\n"

"""The measures that every question about a feature has: shares, ratings, estimates, ranks, points, and their gaps."""

from __future__ import annotations

from gapsurvey.glossary.measure import ASKS, BRUNNER_MUNZEL, NEWCOMBE, WELCH, Ask, Measure, p_values, settled
from gapsurvey.language import text

__all__ = ["ASKED"]


def _asked(ask: Ask) -> tuple[Measure, ...]:
    a, what = ask.name, ask.noun
    return (
        Measure(
            a, what, "share", text("Share of an audience whose answer is yes to “{asked}”; Wilson 95% interval.", asked=what.lower()), "Wilson 1927"
        ),
        Measure(
            f"{a}_gap",
            text("{what}: gap", what=what),
            "pp",
            "Belief − customers’ answer, in percentage points. Positive: the believers overestimate. Newcombe hybrid score interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_gap_p",
            text("{what}: p", what=what),
            "probability",
            "Two-sided p of no gap: pooled z for shares, Brunner–Munzel for ratings, inverted MOVER for estimates.",
        ),
        Measure(
            f"{a}_gap_p_adjusted",
            text("{what}: adjusted p", what=what),
            "probability",
            "The same p after Benjamini–Hochberg correction within its family (one shape, one pair of audiences).",
            "Benjamini & Hochberg 1995",
        ),
        Measure(
            f"{a}_gap_p_equivalence",
            text("{what}: p of equivalence", what=what),
            "probability",
            "Smallest α at which two one-sided tests place the gap within the margin.",
        ),
        Measure(
            f"{a}_gap_p_equivalence_adjusted",
            text("{what}: adjusted p of equivalence", what=what),
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
        Measure(
            f"{a}_gap_h",
            text("{what}: Cohen’s h", what=what),
            "number",
            "2·asin√belief − 2·asin√answer: the gap on a scale where 0.2 is small and 0.8 large.",
            "Cohen 1988",
        ),
        Measure(
            f"{a}_gap_ratio",
            text("{what}: belief ÷ answer", what=what),
            "number",
            "Relative risk: how many times the believers’ share is the customers’.",
        ),
        Measure(
            f"{a}_gap_base_to_settle",
            text("{what}: base that would settle it", what=what),
            "people",
            "People needed in this audience, the shares and the ratio of bases staying as they are, for the gap to be called over, under or aligned.",
        ),
        Measure(
            f"{a}_unscreened",
            text("{what}, everybody counted", what=what),
            "share",
            "The same share with those counted whom two quality flags set aside; Wilson interval.",
        ),
        Measure(
            f"{a}_gap_unscreened",
            text("{what}: gap, everybody counted", what=what),
            "pp",
            "The same gap with those counted whom two quality flags set aside.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_estimate",
            text("{what}: believed share", what=what),
            "share",
            "Mean of the believers’ answers to “what % of customers …?”; t interval.",
        ),
        Measure(f"{a}_estimate_median", text("{what}: believed share, median", what=what), "share", "Median of the same answers."),
        Measure(
            f"{a}_estimate_gap",
            text("{what}: calibration error", what=what),
            "pp",
            "Mean believed share − customers’ actual share. Its zero is true: perfectly informed believers have none. MOVER interval.",
            "Zou & Donner 2008",
        ),
        *p_values(
            f"{a}_estimate_gap", text("{what}: calibration error", what=what),
            "Two-sided p of no calibration error, by inverting the MOVER interval.", "the calibration error within the margin",
        ),
        Measure(
            f"{a}_estimate_gap_sd",
            text("{what}: calibration error in SD", what=what),
            "number",
            "Calibration error divided by the standard deviation of the believers’ answers.",
        ),
        settled(f"{a}_estimate_gap", what, "the calibration error", "shares, spread"),
        Measure(f"{a}_mean", text("{what}: mean rating", what=what), "points", "Mean position on the rating scale, 1 = lowest; t interval."),
        Measure(
            f"{a}_mean_gap",
            text("{what}: mean rating gap", what=what),
            "points",
            "Difference of mean ratings, belief − customers; Welch interval.",
            WELCH,
        ),
        Measure(
            f"{a}_theta",
            text("{what}: θ", what=what),
            "theta",
            "Chance that a random believer rates it higher than a random customer, ties counting half. ½ is agreement; above, the believers overestimate. Logit-t Brunner–Munzel interval.",
            BRUNNER_MUNZEL,
        ),
        *p_values(
            f"{a}_theta", text("{what}: θ", what=what), "Two-sided Brunner–Munzel p of θ = ½.", "θ − ½ within the rating margin", BRUNNER_MUNZEL
        ),
        settled(f"{a}_theta", what, "θ", "ratings"),
        Measure(f"{a}_cliff", text("{what}: Cliff’s δ", what=what), "number", "2θ − 1, from −1 to 1.", "Cliff 1993"),
        Measure(
            f"{a}_hedges_g",
            text("{what}: Hedges’ g", what=what),
            "number",
            "Mean gap in pooled standard deviations, corrected for small bases.",
            "Hedges 1981",
        ),
        Measure(
            f"{a}_top2", text("{what}: top-2-box", what=what), "share", "Share who chose one of the scale’s two highest points; Wilson interval."
        ),
        Measure(
            f"{a}_top2_gap", text("{what}: top-2-box gap", what=what), "pp", "Belief − customers’ top-2-box share; Newcombe interval.", NEWCOMBE
        ),
        Measure(
            f"{a}_bottom2",
            text("{what}: bottom-2-box", what=what),
            "share",
            "Share who chose one of the scale’s two lowest points; Wilson interval.",
        ),
        Measure(
            f"{a}_bottom2_gap",
            text("{what}: bottom-2-box gap", what=what),
            "pp",
            "Belief − customers’ bottom-2-box share; Newcombe interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_level",
            text("{what}: distribution", what=what),
            "share",
            "Share of the audience at this point of the rating scale (1 = lowest).",
        ),
        Measure(
            f"{a}_rank", text("{what}: mean rank", what=what), "number",
            "Mean rank given, 1 = first; what a person left unranked has the mean of the ranks left over; t interval.",
        ),
        Measure(
            f"{a}_rank_gap", text("{what}: rank gap", what=what), "number",
            "Customers’ mean rank − believers’ mean rank. Positive: the believers overestimate, they place it nearer the top. Welch interval.",
            WELCH,
        ),
        *p_values(f"{a}_rank_gap", text("{what}: rank gap", what=what), "Two-sided Welch p of equal mean ranks.", "the rank gap within the rank margin",
                WELCH),
        settled(f"{a}_rank_gap", what, "the rank gap", "ranks"),
        Measure(
            f"{a}_allocation", text("{what}: share of points", what=what), "share",
            "Mean share of the points that a person had to give; t interval.",
        ),
        Measure(
            f"{a}_allocation_gap", text("{what}: gap in share of points", what=what), "pp",
            "Believers’ mean share of the points − customers’. Positive: the believers overestimate. Welch interval.",
            WELCH,
        ),
        *p_values(f"{a}_allocation_gap", text("{what}: gap in share of points", what=what), "Two-sided Welch p of equal mean shares of the points.",
                "the gap within the margin", WELCH),
        settled(f"{a}_allocation_gap", what, "the gap in share of points", "spread"),
    )  # fmt: skip


ASKED: tuple[Measure, ...] = tuple(measure for ask in ASKS.values() for measure in _asked(ask))

"""The measures that every question about a feature has: shares, ratings, estimates, ranks, points, and their gaps."""

from __future__ import annotations

from gapsurvey.glossary.measure import ASKS, BRUNNER_MUNZEL, NEWCOMBE, WELCH, Ask, Measure, p_values, settled

__all__ = ["ASKED"]


def _asked(ask: Ask) -> tuple[Measure, ...]:
    a, what = ask.name, ask.label
    return (
        Measure(
            a, what, "share", f"Share of an audience whose answer is yes to “{what.lower()}”; Wilson 95% interval.", "Wilson 1927"
        ),
        Measure(
            f"{a}_gap",
            f"{what}: gap",
            "pp",
            "Belief − customers’ answer, in percentage points. Positive: the believers overestimate. Newcombe hybrid score interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_gap_p",
            f"{what}: p",
            "probability",
            "Two-sided p of no gap: pooled z for shares, Brunner–Munzel for ratings, inverted MOVER for estimates.",
        ),
        Measure(
            f"{a}_gap_p_adjusted",
            f"{what}: adjusted p",
            "probability",
            "The same p after Benjamini–Hochberg correction within its family (one shape, one pair of audiences).",
            "Benjamini & Hochberg 1995",
        ),
        Measure(
            f"{a}_gap_p_equivalence",
            f"{what}: p of equivalence",
            "probability",
            "Smallest α at which two one-sided tests place the gap within the margin.",
        ),
        Measure(
            f"{a}_gap_p_equivalence_adjusted",
            f"{what}: adjusted p of equivalence",
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
        Measure(
            f"{a}_gap_h",
            f"{what}: Cohen’s h",
            "number",
            "2·asin√belief − 2·asin√answer: the gap on a scale where 0.2 is small and 0.8 large.",
            "Cohen 1988",
        ),
        Measure(
            f"{a}_gap_ratio",
            f"{what}: belief ÷ answer",
            "number",
            "Relative risk: how many times the believers’ share is the customers’.",
        ),
        Measure(
            f"{a}_gap_base_to_settle",
            f"{what}: base that would settle it",
            "people",
            "People needed in this audience, the shares and the ratio of bases staying as they are, for the gap to be called over, under or aligned.",
        ),
        Measure(
            f"{a}_unscreened",
            f"{what}, everybody counted",
            "share",
            "The same share with those counted whom two quality flags set aside; Wilson interval.",
        ),
        Measure(
            f"{a}_gap_unscreened",
            f"{what}: gap, everybody counted",
            "pp",
            "The same gap with those counted whom two quality flags set aside.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_estimate",
            f"{what}: believed share",
            "share",
            "Mean of the believers’ answers to “what % of customers …?”; t interval.",
        ),
        Measure(f"{a}_estimate_median", f"{what}: believed share, median", "share", "Median of the same answers."),
        Measure(
            f"{a}_estimate_gap",
            f"{what}: calibration error",
            "pp",
            "Mean believed share − customers’ actual share. Its zero is true: perfectly informed believers have none. MOVER interval.",
            "Zou & Donner 2008",
        ),
        *p_values(
            f"{a}_estimate_gap", f"{what}: calibration error",
            "Two-sided p of no calibration error, by inverting the MOVER interval.", "the calibration error within the margin",
        ),
        Measure(
            f"{a}_estimate_gap_sd",
            f"{what}: calibration error in SD",
            "number",
            "Calibration error divided by the standard deviation of the believers’ answers.",
        ),
        settled(f"{a}_estimate_gap", what, "the calibration error", "shares, spread"),
        Measure(f"{a}_mean", f"{what}: mean rating", "points", "Mean position on the rating scale, 1 = lowest; t interval."),
        Measure(
            f"{a}_mean_gap",
            f"{what}: mean rating gap",
            "points",
            "Difference of mean ratings, belief − customers; Welch interval.",
            WELCH,
        ),
        Measure(
            f"{a}_theta",
            f"{what}: θ",
            "theta",
            "Chance that a random believer rates it higher than a random customer, ties counting half. ½ is agreement; above, the believers overestimate. Logit-t Brunner–Munzel interval.",
            BRUNNER_MUNZEL,
        ),
        *p_values(
            f"{a}_theta", f"{what}: θ", "Two-sided Brunner–Munzel p of θ = ½.", "θ − ½ within the rating margin", BRUNNER_MUNZEL
        ),
        settled(f"{a}_theta", what, "θ", "ratings"),
        Measure(f"{a}_cliff", f"{what}: Cliff’s δ", "number", "2θ − 1, from −1 to 1.", "Cliff 1993"),
        Measure(
            f"{a}_hedges_g",
            f"{what}: Hedges’ g",
            "number",
            "Mean gap in pooled standard deviations, corrected for small bases.",
            "Hedges 1981",
        ),
        Measure(
            f"{a}_top2", f"{what}: top-2-box", "share", "Share who chose one of the scale’s two highest points; Wilson interval."
        ),
        Measure(
            f"{a}_top2_gap", f"{what}: top-2-box gap", "pp", "Belief − customers’ top-2-box share; Newcombe interval.", NEWCOMBE
        ),
        Measure(
            f"{a}_bottom2",
            f"{what}: bottom-2-box",
            "share",
            "Share who chose one of the scale’s two lowest points; Wilson interval.",
        ),
        Measure(
            f"{a}_bottom2_gap",
            f"{what}: bottom-2-box gap",
            "pp",
            "Belief − customers’ bottom-2-box share; Newcombe interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_level",
            f"{what}: distribution",
            "share",
            "Share of the audience at this point of the rating scale (1 = lowest).",
        ),
        Measure(
            f"{a}_rank", f"{what}: mean rank", "number",
            "Mean rank given, 1 = first; what a person left unranked has the mean of the ranks left over; t interval.",
        ),
        Measure(
            f"{a}_rank_gap", f"{what}: rank gap", "number",
            "Customers’ mean rank − believers’ mean rank. Positive: the believers overestimate, they place it nearer the top. Welch interval.",
            WELCH,
        ),
        *p_values(f"{a}_rank_gap", f"{what}: rank gap", "Two-sided Welch p of equal mean ranks.", "the rank gap within the rank margin",
                WELCH),
        settled(f"{a}_rank_gap", what, "the rank gap", "ranks"),
        Measure(
            f"{a}_allocation", f"{what}: share of points", "share",
            "Mean share of the points that a person had to give; t interval.",
        ),
        Measure(
            f"{a}_allocation_gap", f"{what}: gap in share of points", "pp",
            "Believers’ mean share of the points − customers’. Positive: the believers overestimate. Welch interval.",
            WELCH,
        ),
        *p_values(f"{a}_allocation_gap", f"{what}: gap in share of points", "Two-sided Welch p of equal mean shares of the points.",
                "the gap within the margin", WELCH),
        settled(f"{a}_allocation_gap", what, "the gap in share of points", "spread"),
    )  # fmt: skip


ASKED: tuple[Measure, ...] = tuple(measure for ask in ASKS.values() for measure in _asked(ask))

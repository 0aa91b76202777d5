"""What control charts say, in words and marks: signals, variation, assurance, the kind of chart."""

from __future__ import annotations

from kpi_lib.present.words.marks import DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.words.numbers import Row, is_missing

ABOVE, BELOW = 1, -1

_SIGNALS = {
    ("outside", ABOVE): "above the upper limit",
    ("outside", BELOW): "below the lower limit",
    ("trend", ABOVE): "seven rising",
    ("trend", BELOW): "seven falling",
    ("two_of_three", ABOVE): "two of three near the upper limit",
    ("two_of_three", BELOW): "two of three near the lower limit",
    ("shift", ABOVE): "seven above the average",
    ("shift", BELOW): "seven below the average",
}
_SENTENCES = {
    "outside": "The newest quarter is {beyond} limit",
    "trend": "The figure has {moved} quarter after quarter through the last seven or more",
    "two_of_three": "Two or more of the last three quarters are near the {limit} limit",
    "shift": "The last seven quarters or more are all {beside} the average",
}
_SIDES = {
    ABOVE: {"beyond": "above the upper", "limit": "upper", "moved": "risen", "beside": "above"},
    BELOW: {"beyond": "below the lower", "limit": "lower", "moved": "fallen", "beside": "below"},
}
_VARIATION = {
    "improvement": ("improvement", "better"),
    "concern": ("concern", "worse"),
    "higher": ("higher than usual", "neutral"),
    "lower": ("lower than usual", "neutral"),
    "common_cause": ("nothing unusual", "similar"),
}
_ASSURANCE = {
    "consistent_pass": Mark("✓", "target met quarter after quarter", "better"),
    "consistent_fail": Mark("✗", "target missed quarter after quarter", "worse"),
    "inconsistent": Mark("?", "target hit and missed by chance", "similar"),
    "none": Mark(UNKNOWN, "no target is set", "unknown"),
}
KINDS = {
    "xmr": "XmR chart: the limits come from how much the figure moves from one quarter to the next",
    "p": "P chart: the limits follow the number counted in each quarter",
    "u": "U chart: the limits follow the population of each quarter",
    "p_prime": "P′ chart (Laney): the limits follow the number counted in each quarter, widened because "
    "the series spreads more than its counts explain",
    "u_prime": "U′ chart (Laney): the limits follow the population of each quarter, widened because "
    "the series spreads more than its counts explain",
}


def signal_words(signal: str, side: int) -> str:
    """Return the rule that a point breaks: "seven above the average"; an empty text for none."""
    return _SIGNALS[signal, int(side)] if signal else ""


def variation_mark(variation: str, side: int) -> Mark:
    """Return the mark of a point's variation; the triangle points to the side of the average."""
    word, role = _VARIATION[variation]
    return Mark({ABOVE: UP, BELOW: DOWN}.get(int(side), LEVEL), word, role)


def assurance_mark(assurance: str) -> Mark:
    """Return the mark of a chart's assurance: whether the process as it runs meets its target."""
    return _ASSURANCE[assurance]


def chart_finding(chart: Row) -> str:
    """Return what a chart finds about its newest point, without a full stop."""
    mark = variation_mark(chart["variation"], chart["side"])
    if not chart["signal"]:
        return "The newest quarter is within what this series usually does"
    judged = {"better": ", an improvement", "worse": ", a cause for concern"}.get(mark.role, "")
    return f"{_SENTENCES[str(chart['signal'])].format(**_SIDES[int(chart['side'])])}{judged}"


def run_words(chart: Row) -> str:
    """Return the second opinion: what Anhøj's two run tests say of the newest limits' stretch."""
    if is_missing(chart["longest_run_limit"]):
        return "The run tests cannot be made: every point lies on the average."
    found = "find a lasting shift" if chart["is_run_signal"] else "find no lasting shift"
    crossings = int(chart["n_crossings"])
    return (
        f"Second opinion: Anhøj’s run tests {found} (longest run {int(chart['longest_run'])}, at most "
        f"{int(chart['longest_run_limit'])} by chance; the average is crossed {crossings} "
        f"{'time' if crossings == 1 else 'times'}, at least {int(chart['n_crossings_limit'])} by chance)."
    )

"""The reliability diagram: share right against confidence."""

from __future__ import annotations

import io

from karamap.evaluation.calibration import Reliability

__all__ = ["draw_reliability"]

_INK, _PAPER = "#20394f", "#c9d6df"


def draw_reliability(reliability: Reliability, *, title: str = "") -> bytes:
    """Return a PNG of the table: the same table gives the same bytes.

    Above: share right over mean confidence, a dot a bin, beside the diagonal of perfect
    calibration. Below: how many answers lie in each bin.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  heavy
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5.0, 6.0), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, height_ratios=(3, 1), sharex=True)
    filled = [b for b in reliability.bins if b.count]
    above.plot([0, 1], [0, 1], color=_PAPER, label="perfectly calibrated")
    above.plot(
        [b.confidence for b in filled],
        [b.right for b in filled],
        "o-",
        color=_INK,
        label="measured",
    )
    above.set(xlim=(0, 1), ylim=(0, 1.02), ylabel="share right")
    told = f"{reliability.answers} answers, expected calibration error {reliability.error:.3f}"
    above.set_title(f"{title}\n{told}" if title else told, fontsize=10)
    above.legend(loc="upper left", frameon=False)
    middles = [(b.low + b.high) / 2 for b in reliability.bins]
    width = 0.92 / len(reliability.bins)
    below.bar(middles, [b.count for b in reliability.bins], width=width, color=_INK)
    below.set(xlabel="confidence", ylabel="answers")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()

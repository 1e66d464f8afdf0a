"""Charts (slack-facts "Charts"): always beside the same figures in words, for who cannot see them."""

from collections.abc import Mapping, Sequence

from messages.blocks import CHART, Block
from messages.fitting import cut

MOST_TITLE = 50
MOST_NAME = 20
MOST_BARS = 20
MOST_SERIES = 6


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> Block:
    """One group of bars to a label, one bar of each series in it. Labels must differ; only the last 20 are shown."""
    shown = [cut(label, MOST_NAME) for label in labels[-MOST_BARS:]]
    return {
        "type": CHART,
        "title": cut(title, MOST_TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": cut(name, MOST_NAME),
                    "data": [
                        {"label": label, "value": value}
                        for label, value in zip(shown, values[-MOST_BARS:], strict=True)
                    ],
                }
                for name, values in list(series.items())[:MOST_SERIES]
            ],
            "axis_config": {"categories": shown},
        },
    }

"""A passage in which labels stand: "Timepoint: day 28. Method of measurement: PCR"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hepatica.registry.passage import Passage


def after_labels(text: Passage, labels: Sequence[re.Match[str]], ends: str = "") -> Iterator[tuple[Passage, Passage]]:
    """Each label (the group of its match that took part), and what stands between it and the next.

    labels: matches in `text.text`, in its order. ends: characters dropped at both ends of it, with white space.
    """
    starts = [*(label.start() for label in labels), len(text.text)]
    for label, (_, end) in zip(labels, pairwise(starts), strict=True):
        group = label.lastindex or 0
        yield text.part(*label.span(group)), text.part(label.end(), end).stripped(ends + " \n\t\r")

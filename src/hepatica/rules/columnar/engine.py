"""The one place that knows engines apart: frames in, frames out, and when a step is computed.

A query in which each anchor builds on the ones before it, and each variable on all anchors, grows beyond what a planner
can hold. So the steps that others build on are computed as they come; on Polars and on DuckDB before the caller asks.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

Frame = nw.LazyFrame[Any]


def lazy(frame: IntoFrame) -> Frame:
    """Any frame as a lazy one."""
    return nw.from_native(frame).lazy()


def settled(frame: Frame) -> Frame:
    """The frame with its rows computed, where the engine offers that; otherwise the frame as it is."""
    if frame.implementation.is_polars():
        return frame.collect().lazy()
    if frame.implementation.is_duckdb():
        relation = frame.to_native()
        if hasattr(relation, "materialize"):  # DuckDB before 2.0 has no such method: slower, the same rows
            settled_frame: Frame = nw.from_native(relation.materialize())
            return settled_frame
    return frame


def like(frame: Frame, native: IntoFrame) -> Any:
    """The frame as its caller's was: computed if that was, lazy if that was."""
    eager = isinstance(nw.from_native(native), nw.DataFrame)
    return frame.collect().to_native() if eager else frame.to_native()

"""The columnar evaluator on Polars: what only Polars can do, and what only its speed is worth.

Subjects are numbered, so that a frame of subjects is a set of columns in one order and nothing need be joined. A rule set is
planned once and computed for batch after batch. The answers are those of every other engine.
"""

from hepatica.rules.columnar.on_polars.computing import TOGETHER, Plan, compute, compute_batches

__all__ = ["TOGETHER", "Plan", "compute", "compute_batches"]

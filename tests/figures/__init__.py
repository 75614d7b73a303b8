"""Figures drawn to be looked at, of simulated and of reference data; run by hand: `python -m tests.figures OUT`."""

"""SDTM data made from a study's own file, always marked as simulated; the power of a study's design (`power.py`)."""

from hepatica.simulation.simulate import simulate

__all__ = ["simulate"]

"""SDTM data made from a study's own file, always marked as simulated."""

from hepatica.simulation.simulate import simulate

__all__ = ["simulate"]

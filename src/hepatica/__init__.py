"""Hepatica runs a liver-cancer study from its registry record to its result."""

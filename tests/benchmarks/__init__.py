"""Measurements, run by hand and no part of the test suite: they say, and never fail."""

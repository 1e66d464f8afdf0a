"""Measurements side by side on one machine, in one run: ``python -m tests.bench``. Not part of the test suite."""

"""Observations become estimates, estimates become comparisons, changes, limits and verdicts."""

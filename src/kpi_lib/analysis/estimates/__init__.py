"""Observations become estimates: bases, windows, rates and the decimals of their sources."""

"""Checked prose: every figure and claim of a commentary is a reference, every other one is the library's."""

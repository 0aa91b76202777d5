"""Figures compared with other statements of the same: local with published, and rules between counts."""

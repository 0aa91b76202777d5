"""Checked prose: every number and comparative word of a page is bound to a computed value or verdict."""

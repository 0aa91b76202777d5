"""Names of files that pages link to."""

BRIEF_FILES = "brief"
"""Of the brief as Word and PDF, without an ending."""

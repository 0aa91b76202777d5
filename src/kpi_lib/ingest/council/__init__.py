"""A council's own files: what is asked, answered, refused or held back before a figure counts."""

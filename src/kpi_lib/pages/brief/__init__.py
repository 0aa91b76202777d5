"""The page: the Director's brief, also as Word and PDF."""

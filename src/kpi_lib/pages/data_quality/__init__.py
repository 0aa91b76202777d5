"""The page: what was read, and what was not."""

"""The page: one theme."""

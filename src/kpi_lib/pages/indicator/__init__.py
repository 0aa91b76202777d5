"""The page: one indicator."""

"""The page: the workforce and practice."""

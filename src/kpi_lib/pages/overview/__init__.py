"""The page: the quarter in one page."""

"""The page of every indicator against every comparator."""

"""The page of inspections and their findings."""

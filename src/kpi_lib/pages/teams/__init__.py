"""The page of shares by team, internal."""

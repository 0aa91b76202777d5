"""The page of case audits."""

"""The page: how figures and verdicts are made."""

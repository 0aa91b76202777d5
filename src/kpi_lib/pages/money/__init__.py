"""The page of spend against budget."""

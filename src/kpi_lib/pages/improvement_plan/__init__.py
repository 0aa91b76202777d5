"""The page: the improvement plan, action by action."""

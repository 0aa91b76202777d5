"""Control charts: limits from a series itself, and the signals that chance does not explain."""

"""What was known when, and what differs between two sets of figures or two editions."""

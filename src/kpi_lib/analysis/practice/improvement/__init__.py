"""What an action was meant to move, and whether it has moved."""

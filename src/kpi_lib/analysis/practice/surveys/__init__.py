"""What families say: how many were asked, how many answered, and what silence could hide."""

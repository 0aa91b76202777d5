"""What may not be shown: small counts, and what would give them away."""

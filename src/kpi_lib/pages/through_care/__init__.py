"""The page of into care, in care, out of it."""

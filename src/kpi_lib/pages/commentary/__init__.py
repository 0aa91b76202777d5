"""A council's commentary on a quarter: read, checked, its references resolved, and shown on pages."""

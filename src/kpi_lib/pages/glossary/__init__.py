"""The page: what words mean."""

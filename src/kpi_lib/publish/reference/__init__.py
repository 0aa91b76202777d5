"""Generated parts of the project's own documents: the codebook and the layouts of records."""

"""Records: cells of what happened become typed frames, one per kind, held to their contracts."""

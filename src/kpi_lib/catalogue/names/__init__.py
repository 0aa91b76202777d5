"""What the names, headings and remarks of councils' own files mean."""

"""What the names, headings and remarks of councils' own files mean, in words compared without case or punctuation."""

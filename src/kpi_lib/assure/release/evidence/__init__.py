"""Evidence packs: what a release rests on, in one archive, and its check."""

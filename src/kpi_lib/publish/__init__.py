"""Executed editions become a site and documents, with Quarto or the embedded publisher."""

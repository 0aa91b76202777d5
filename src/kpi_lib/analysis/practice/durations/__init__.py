"""How long cases take, those still open among them."""

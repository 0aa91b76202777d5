"""How the illustrative quarters are drawn: once, seeded, bound to what is published and reported."""

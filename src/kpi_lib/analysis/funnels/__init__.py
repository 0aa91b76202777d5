"""How far an area or a team of its size may lie from the overall figure by chance."""

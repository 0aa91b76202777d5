"""The invented council of Fernshire and its ten neighbours, drawn once, seeded; only England is real."""

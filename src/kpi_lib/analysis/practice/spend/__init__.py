"""Spend against budget: what price, volume and mix each explain."""

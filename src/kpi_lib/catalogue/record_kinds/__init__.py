"""Kinds of records: their columns, contracts, rules and the indicators counted from them."""

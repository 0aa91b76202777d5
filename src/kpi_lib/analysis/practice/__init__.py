"""What becomes of records: audits, cases, flows, actions, spend, surveys, the workforce."""

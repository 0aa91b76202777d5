"""Tables that a council writes by hand: events, explanations, corrections, and where commentary lies."""

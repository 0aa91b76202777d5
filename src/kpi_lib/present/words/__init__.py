"""The one home of every wording: numbers, dates, verdicts, titles, marks."""

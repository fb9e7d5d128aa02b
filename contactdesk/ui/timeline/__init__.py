"""What happened with a person, by day, over all contacts."""

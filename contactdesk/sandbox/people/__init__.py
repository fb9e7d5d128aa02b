"""The fictional population that the five vendors share."""

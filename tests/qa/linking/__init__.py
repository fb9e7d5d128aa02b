"""How well contacts are linked: a made-up world whose people are known, and a comparison with it."""

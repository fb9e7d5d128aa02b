"""The window: everything a person sees and touches. The only layer, with app, that knows Qt."""

"""One module per vendor, found by walking this package."""

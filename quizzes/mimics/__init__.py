"""SPS or not: telling it from what is taken for it."""

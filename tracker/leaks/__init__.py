"""Originals that are held back because they leak: what was found in them, and what people decide."""

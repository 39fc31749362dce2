"""A small world to try everything on: real folios and public facts, letters of our own making."""

"""Notes and highlights people put on passages of pages."""

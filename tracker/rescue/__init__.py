"""Links that replies point to, fetched on a person's click and kept as evidence."""

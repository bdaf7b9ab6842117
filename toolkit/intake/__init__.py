"""From bytes to tables: which files there are, what stands in their cells, and which form that is."""

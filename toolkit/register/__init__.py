"""One register out of many papers: typed rows, copies weighed, and what the department knew before."""

"""What can be asked of the tool, whichever face asks: the command line and the buttons do the same work here.

The faces read options or settings into an order, and say what came of it; they read the clock, these do not.
"""

"""Simulated fieldwork: exports from stated truths, and how often a design comes to the right verdict."""

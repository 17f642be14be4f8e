"""Renders the sample's source texts as saved pages and writes down what is in them."""

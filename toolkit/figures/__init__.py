"""From a result table to a figure with words."""

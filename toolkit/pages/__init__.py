"""From saved files to pages, labelled blocks and articles."""

"""Text of rendered pages to labelled blocks and articles: the learnt reader."""

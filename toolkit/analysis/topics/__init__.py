"""What the articles are about: topics, their prevalence, and how far both can be trusted."""

"""Words that one side uses more often than the other, by article and story."""

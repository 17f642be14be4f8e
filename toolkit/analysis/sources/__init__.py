"""Who gets to speak: shares of speakers and kinds of sources, verbs, concentration."""

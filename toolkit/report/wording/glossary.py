"""The words a reader may not know, each in a sentence."""

TERMS = (
    ("Article", "One text with its headline, as saved. It is the unit that is counted and compared."),
    (
        "Interval (95 %)",
        "A range made so that 95 of 100 such ranges hold the true value. A wide one means that few articles, "
        "or very different ones, are behind the number.",
    ),
    ("Outlet", "Who publishes an article: a paper, a site, a broadcaster."),
    ("Credit", "The agency or site a text was taken from."),
    ("Speaker", "A person or body whose words are quoted."),
    ("Voice", "Whether the outlet itself speaks in a sentence (headline, narrator) or somebody it quotes."),
    (
        "Keyness",
        "How much more often one group of articles uses a word than another. The log ratio counts "
        "doublings: 1 is twice as often, 2 four times.",
    ),
    (
        "Topic",
        "Words that often come together in the same articles, found without being told what to look for.",
    ),
    ("Prevalence", "The share of an article, or of an outlet's articles, that belongs to a topic."),
    (
        "Readability",
        "How hard a text is to read, estimated from the length of its sentences and words. It says nothing "
        "of how well it is written.",
    ),
    (
        "Certain",
        "Of all differences called certain, one in twenty is expected to be chance (q under 0.05); likely: "
        "one in five (q under 0.20); seen here: true of these articles, and not shown to hold beyond them, "
        "or explained by subject, time or length. In a table q counts the table's comparisons; on the "
        "opening page those of the whole report.",
    ),
    (
        "q",
        "The probability of a difference at least this large if there were none, adjusted for the number of "
        "comparisons made at once (Benjamini and Hochberg 1995).",
    ),
    ("Syndicated", "Published in the same or nearly the same words by more than one outlet."),
)

# How the page words what it may have to explain; usual words such as "article" are not linked.
FORMS = {
    "Interval (95 %)": r"(?:95 % )?intervals?",
    "q": r"q(?= (?:is )?under)|q-values?",
    "Readability": r"Flesch-Kincaid",
    "Keyness": r"keyness|log ratios?",
    "Prevalence": r"prevalence",
    "Voice": r"own voice",
    "Syndicated": r"syndicated",
    "Credit": r"credit lines?|credited",
    "Topic": r"topics?",
}

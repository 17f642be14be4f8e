import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.corpus import Corpus
from toolkit.tables import SEGMENTS, conform
from toolkit.text.segments import segments
from toolkit.text.sentences import split_sentences


def corpus_of(*texts: str, **columns: list) -> Corpus:
    return Corpus(conform(pd.DataFrame({"text": list(texts), **columns}), "articles"))


def voices(text: str) -> list[tuple[str, str]]:
    table = segments(corpus_of(text))
    return [(voice, piece.strip()) for voice, piece in zip(table["voice"], table["text"], strict=True)]


def test_a_sentence_is_cut_where_the_voice_changes():
    text = "“We have won the war,” he said, “and we will keep the peace.”"
    table = segments(corpus_of(text))
    assert table["voice"].tolist() == ["direct_quote", "narrator", "direct_quote"]
    assert table["sentence"].tolist() == [0, 0, 0]
    assert "".join(table["text"]) == text


def test_under_three_words_is_a_scare_quote():
    assert voices("The “so-called” army and the “army of God” fled.") == [
        ("narrator", "The"),
        ("scare_quote", "“so-called”"),
        ("narrator", "army and the"),
        ("direct_quote", "“army of God”"),
        ("narrator", "fled."),
    ]


def test_apostrophes_and_plural_possessives_are_not_quotes():
    assert {
        v
        for v, _ in voices("The soldiers’ families can’t wait. It’s the ’90s again, the farmers’ union said.")
    } == {"narrator"}


def test_quotation_over_paragraphs_without_closing_mark():
    text = "“We will fight for the land of our fathers.\n\n“We will never go back to it.”\n\nHe left."
    assert [v for v, _ in voices(text)] == ["direct_quote", "direct_quote", "narrator"]


def test_a_short_first_paragraph_of_a_long_quotation():
    text = "‘We won.\n\n‘We will never go back to it.’\n\nHe left."
    assert [v for v, _ in voices(text)] == ["direct_quote", "direct_quote", "narrator"]
    assert [v for v, _ in voices("‘We won.\n\nHe left.")] == ["narrator", "narrator"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("‘The soldiers’ families don’t know,’ said Ali. ‘It’s the boys’ turn.’", 2),
        ("'The soldiers' families don't know,' said Ali. 'It's the boys' turn.'", 2),
        ("‘He told me “go away” and left,’ she said.", 1),
        ("“He told me ‘go away’ and left,” she said.", 1),
        ("She called it the 'worst day of Owens' life', she said of the players' union.", 1),
        ("Rock 'n' roll is dead, and 'the end is near' for James' band.", 1),
        ("Le ministre a dit « la guerre est finie » hier. «Nous avons gagné», dit-il.", 2),
        ("وزیر نے کہا کہ ”ہم جیت گئے ہیں“ اور چلے گئے۔", 1),
        ("قال الوزير: «لقد فزنا في الحرب اليوم»، ثم غادر.", 1),
        ("The ’47 refugees’ children’s children can’t vote, the migrants’ union said.", 0),
        ('He is 6\'2" tall and his brother 5\'11"; "he is tall," she said.', 1),
        ("The statement read:\n\n“The talks have failed.\n\n“They will not resume.”\n\nHe left.", 2),
        ("The minister wrote on X:\n\nThe talks have failed now.\n\nHe left.", 1),
    ],
)
def test_hard_cases_of_voice(text, quoted):
    table = segments(corpus_of(text))
    assert (table["voice"] == "direct_quote").sum() == quoted
    lines = [text[a:b] for start, line in _lines(text) for a, b in _shifted(line, start)]
    assert table.groupby("sentence")["text"].agg("".join).tolist() == lines


def _shifted(line: str, start: int) -> list[tuple[int, int]]:
    return [(start + a, start + b) for a, b in split_sentences(line)]


@pytest.mark.parametrize(
    ("title", "voiced"),
    [
        ("Army says 'terrorists' killed in 'clean-up operation'", {"headline": 2, "scare_quote": 2}),
        ("‘They killed my son’: mothers march", {"direct_quote": 1, "headline": 1}),
        ("Militants' leader: 'We won't stop'", {"headline": 1, "direct_quote": 1}),
        ("Trump's 'very fine people' claim", {"headline": 2, "direct_quote": 1}),
        ("Farmers' union leader's home raided", {"headline": 1}),
    ],
)
def test_hard_headlines(title, voiced):
    table = segments(corpus_of("Rain.", title=[title]))
    head = table[table["part"] == "headline"]
    assert head["voice"].value_counts().to_dict() == voiced
    assert head["text"].str.cat() == title


def test_block_quote_after_a_colon():
    text = "The ministry said in a statement:\n\nThe operation was lawful and is over.\n\nNobody was hurt."
    assert [v for v, _ in voices(text)] == ["narrator", "direct_quote", "narrator"]


def test_a_colon_without_speech_announces_nothing():
    text = "Three things matter:\n\nThe operation was lawful and it is over now."
    assert [v for v, _ in voices(text)] == ["narrator", "narrator"]


@pytest.mark.parametrize(
    ("text", "opening", "rest"),
    [
        ("ISLAMABAD (Reuters) - The river rose. It fell.", "ISLAMABAD (Reuters) - ", "The river rose."),
        ("SEHRÁN – The river rose.", "SEHRÁN – ", "The river rose."),
        (
            "Paris (A. WRITER) :- Former Secretary, MD Mr. Jo Blum analysis : The river rose.",
            "Paris (A. WRITER) :- Former Secretary, MD Mr. Jo Blum analysis : ",
            "The river rose.",
        ),
        ("QUETTA: “We want our sons back,” she said.", "QUETTA: ", "“We want our sons back,”"),
    ],
)
def test_a_dateline_is_furniture_and_joins_back(text, opening, rest):
    table = segments(corpus_of(text))
    assert table.loc[table["part"] == "dateline", "text"].str.cat() == opening
    assert table.loc[table["part"] == "dateline", "boilerplate"].all()
    assert table.loc[table["part"] == "body", "text"].iloc[0] == rest
    assert not table.loc[table["part"] == "body", "boilerplate"].any()
    whole = [text[a:b] for a, b in split_sentences(text)]
    assert table.groupby("sentence")["text"].agg("".join).tolist() == whole


def test_quoted_part_of_a_headline():
    table = segments(corpus_of("Rain.", title=["Army calls rebels ‘terrorists’"]))
    headline = table[table["part"] == "headline"]
    assert headline["voice"].tolist() == ["headline", "scare_quote"]
    assert headline["paragraph"].tolist() == [-1, -1]
    assert headline["sentence"].tolist() == [-1, -1]


def test_boilerplate_is_a_line_of_three_articles_of_one_outlet():
    texts = [f"Day {i} was wet. Sign up for our newsletter." for i in range(3)]
    table = segments(corpus_of(*texts, outlet=["Post"] * 3))
    assert table.loc[table["boilerplate"], "text"].tolist() == ["Sign up for our newsletter."] * 3
    apart = segments(corpus_of(*texts, outlet=["Post", "Post", "Herald"]))
    assert not apart["boilerplate"].any()


def test_sub_heads_come_from_the_blocks():
    articles = conform(
        pd.DataFrame({"article_id": ["a"], "text": ["Rain fell.\n\nThe flood\n\nIt rose."]}), "articles"
    )
    blocks = conform(
        pd.DataFrame(
            {
                "file": ["f"],
                "start": [0],
                "end": [1],
                "label": ["subhead"],
                "article_id": ["a"],
                "text_start": [12],
            }
        ),
        "blocks",
    )
    assert segments(Corpus(articles, blocks=blocks))["part"].tolist() == ["body", "subhead", "body"]


def test_missing_texts_and_titles_give_no_rows():
    table = segments(corpus_of("", "  \n ", "Rain."))
    assert table["text"].tolist() == ["Rain."]
    assert list(table.columns) == [column.name for column in SEGMENTS]


def test_computed_once_for_each_corpus():
    corpus = corpus_of("Rain.")
    assert segments(corpus) is segments(corpus)


PIECES = st.sampled_from(
    [
        "He said",
        "“",
        "”",
        "'",
        "’",
        '"',
        " ",
        ", ",
        ". ",
        "\n\n",
        "\n",
        "army",
        "so-called",
        "The U.S.",
        ":",
        "…",
        "it’s",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_pieces_join_back_to_their_sentences(text):
    table = segments(corpus_of(text))
    assert all(
        text[a:b] == piece for a, b, piece in zip(table["start"], table["end"], table["text"], strict=True)
    )
    joined = table.groupby("sentence")["text"].agg("".join).tolist()
    expected = [
        text[a:b]
        for start, line in _lines(text)
        for a, b in ((start + x, start + y) for x, y in split_sentences(line))
    ]
    assert joined == expected


def _lines(text: str) -> list[tuple[int, str]]:
    out, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((place, line))
        place += len(line) + 1
    return out


@pytest.mark.parametrize("text", ['"', "“”", "” “", "‘’ ‘", "``''"])
def test_stray_marks_raise_nothing(text):
    segments(corpus_of(text))


def test_lines_of_white_space_are_no_paragraphs_however_long():
    """A pattern that looked for a letter in each line tried again from each blank: minutes for 200,000 of them."""
    blanks = " \u00a0\t" * 100_000
    table = segments(corpus_of(f"Rain fell.\n{blanks}\n \nIt stopped."))
    assert table["text"].tolist() == ["Rain fell.", "It stopped."]

import pytest

from toolkit.pages.fields.datelines import (
    infer_credit,
    is_caption,
    is_place,
    is_read_more,
    opens_with_dateline,
    read_credit,
    read_opening,
)


@pytest.mark.parametrize(
    ("text", "dateline", "credit"),
    [
        ("ISLAMABAD: Beijing is pushing", "ISLAMABAD", None),
        ("ISLAMABAD (Reuters) - Pakistan said", "ISLAMABAD", "Reuters"),
        ("NEW DELHI, Jan 5 (PTI): The court", "NEW DELHI", "PTI"),
        ("Paris (AFP) — The president", "Paris", "AFP"),
        ("QUETTA — Miners walked out", "QUETTA", None),
    ],
)
def test_datelines(text, dateline, credit):
    opening = read_opening(text)
    assert (opening.dateline, opening.credit) == (dateline, credit)


@pytest.mark.parametrize(
    "text",
    [
        "EXCLUSIVE: How the army runs it",
        "DISSIDENTS FROM PASHTUN REGION: As a representative",
        "The minister said: no.",
        "WATCH: the flood from above",
    ],
)
def test_capitals_that_are_no_dateline(text):
    assert not opens_with_dateline(text)


def test_run_in_byline():
    opening = read_opening("Paris (A. B. WRITER) :- Former Secretary, SRBC Mr. Jo Blum analysis : When a")
    assert opening.dateline == "Paris"
    assert opening.authors == ("Jo Blum",)


def test_run_in_byline_without_an_analyst_names_the_one_in_brackets():
    assert read_opening("Lyon (Ana Roux) :- The river").authors == ("Ana Roux",)


@pytest.mark.parametrize(
    "text", ["By Faith Nyasuguta  Following the vote,", "By Faith NyasugutaFollowing the vote,"]
)
def test_glued_byline(text):
    opening = read_opening(text)
    assert opening.authors == ("Faith Nyasuguta",)
    assert text[opening.byline_end :] == "Following the vote,"


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Source: The Print, News18", "The Print, News18"),
        ("This article orginally appeared on the DISSIDENT club.", "the DISSIDENT club"),
        ("With inputs from PTI", "PTI"),
        ("— Reuters", "Reuters"),
        ("(AFP)", "AFP"),
        ("(Halyard)", "Halyard"),
        ("© 2024 AFP", "AFP"),
    ],
)
def test_credit_lines(line, credit):
    assert read_credit(line) == credit


@pytest.mark.parametrize(
    "line", ["Sources say these photographs are from May", "The story was first told in 1971", "(see map)"]
)
def test_not_credit_lines(line):
    assert read_credit(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Members of the squad survey the area on February 18, 2023. (REUTERS/File)",
        "Two members posing with the major. Source: Independent Media",
        "Photo: Getty Images",
        "A bus on fire. AFP PHOTO",
    ],
)
def test_captions(line):
    assert is_caption(line)


def test_not_captions():
    assert not is_caption("The source said it was so.")
    assert not is_caption("Protesters burned a photo of the minister.")


def test_places():
    assert is_place("PARIS, France")
    assert is_place("California (USA)")
    assert not is_place("Akhtar Hussain Sandhu")
    assert not is_place("Consulate General of Pakistan, Los Angeles (USA)")


def test_read_more():
    assert is_read_more("Read more on the ties: No longer friends?")
    assert is_read_more("Also read: The dam")
    assert not is_read_more("Read the room, minister")


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("A spokesman told Reuters it was not familiar.", "Reuters"),
        ("Officials told the BBC that the home had been hit.", "BBC"),
        ("The bridge on Monday. (REUTERS/File)", "Reuters"),
        ("In 2010, an official told Reuters that fighters lived there.", None),
        ("He told Al Jazeera that it was over.", None),
        ("He told reporters so.", None),
    ],
)
def test_inferred_credit(text, credit):
    assert infer_credit(text) == credit


@pytest.mark.parametrize(
    "line",
    [
        "In this old photograph, miners wait at the gate before the morning shift begins.",
        "Esta imagen muestra el puerto de Varna al caer la tarde.",
        "Auf diesem Bild warten Fischer am Hafen auf die Flut.",
        "इस रंगीन चित्र में, एक किसान अपने खेत को देख रहा है।",
    ],
)
def test_a_description_points_to_its_picture(line):
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "This is a picture of a town in despair.",
        "In this case, the picture is the map below.",
        "This paints a picture of a town in despair.",
        "This year the picture is different for farmers.",
        "In dieser Woche das Bild zu malen, war schwer.",
        "A drawing of a hotel lobby was sold for a million.",
        "This week the photographer won a prize for an image of the flood.",
    ],
)
def test_a_text_on_pictures_is_no_caption(line):
    assert not is_caption(line)

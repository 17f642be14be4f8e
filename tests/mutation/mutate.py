"""Mutation testing of the statistics: change one thing in a module, run its tests, see whether they notice.

    python tests/mutation/mutate.py [--sample 200] [--seed 1] [toolkit/stats/shares.py ...]

The libraries are loaded once and every mutant runs in a fork, without touching a file: it costs its tests
and nothing more. ``equivalent.txt`` lists changes that no test can see, with the reason.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (Path("toolkit/stats"), Path("toolkit/analysis/keyness"))
FLOOR = 0.85  # share of the mutants that are not equivalent that the tests must notice
PAIRS = "Lt LtE, Gt GtE, Eq NotEq, Is IsNot, In NotIn, Add Sub, Mult Div, BitAnd BitOr, And Or"
SWAPS = {a: b for pair in PAIRS.split(", ") for a, b in (pair.split(), pair.split()[::-1])}
SWAPS |= {"Pow": "Mult", "USub": "UAdd", "min": "max", "max": "min", "fmin": "fmax", "fmax": "fmin"}
SWAPS |= {"minimum": "maximum", "maximum": "minimum"}
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


def notices(path, index, limit):
    """Tell whether the tests fail, in a fork of this process: the module's own first, then its room's."""
    room = path.parent.name
    tests = {str(own): None for own in ROOT.glob(f"tests/unit/*/test_*{path.stem}*.py") if own.is_file()}
    tests |= {str(ROOT / path): None} | dict.fromkeys(
        map(str, sorted(ROOT.glob(f"tests/unit/{room}/test_*.py")))
    )
    tests |= dict.fromkeys(map(str, sorted(ROOT.glob(f"tests/unit/analysis/test_{room}*.py"))))
    if (child := os.fork()) == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        signal.alarm(limit)
        sys.meta_path.insert(0, mutant := Mutant(path, index))
        try:
            importlib.import_module(mutant.name)  # before pytest, which loads what it is given in its own way
        except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
            os._exit(1)
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])))
    return os.waitpid(child, 0)[1] != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, help="modules (default: stats and keyness)")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    given, mutants, killed, limits = parser.parse_args(), [], 0, {}
    listed = Path(__file__).with_name("equivalent.txt").read_text(encoding="utf-8").splitlines()
    equivalent = {line.rpartition("  # ")[0] for line in listed}
    every = sorted(path for room in ROOMS for path in (ROOT / room).glob("*.py"))
    for path in (path.resolve().relative_to(ROOT) for path in given.paths or every):
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for index, (line, what, _) in enumerate(sites(ast.parse("\n".join(lines)))):
            key = f"{path} | {lines[line - 1].strip()} | {what}"
            if key not in equivalent:
                mutants.append((path, index, f"{path}:{line}: {what}: {lines[line - 1].strip()}"))
    if given.sample and given.sample < len(mutants):
        mutants = random.Random(given.seed).sample(mutants, given.sample)
    for path, index, told in sorted(mutants):
        if path not in limits:
            began = time.monotonic()
            if notices(path, None, 600):
                sys.exit(f"the tests of {path} fail without any change")
            limits[path] = 20 + int(4 * (time.monotonic() - began))
        noticed = notices(path, index, limits[path])
        killed += noticed
        if not noticed:
            print(f"survived {told}", flush=True)
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

import ast
from graphlib import TopologicalSorter

PACKAGE = "toolkit.analysis.topics"


def arrows(root):
    """Return, for each module of the package, the modules it imports: for types and within functions too."""
    found = {}
    for path in sorted((root / PACKAGE.replace(".", "/")).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found[f"{PACKAGE}.{path.stem}"] = {
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolkit.analysis.")
        }
    return found


def test_imports_inside_topics_make_no_circle_and_leave_for_no_other_family(root):
    found = arrows(root)
    assert len(list(TopologicalSorter(found).static_order())) >= len(found)  # raises CycleError on a circle
    assert {module for modules in found.values() for module in modules} <= set(found)


def test_nothing_below_imports_the_verbs(root):
    verbs = {f"{PACKAGE}.{name}" for name in ("find", "compare")}
    above = {f"{PACKAGE}.opened"}  # what opens a row finds the topics again
    assert not {module for module, used in arrows(root).items() if used & verbs} - above

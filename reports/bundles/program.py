"""`verify.py` as it travels: the checker's parts joined into one file, byte for byte the same on every machine."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files

_PARTS = ("reading", "contents", "remarks", "draws", "signatures", "verify")
_HOUSE = "reports."


@cache
def program() -> str:
    """The source of the checker. Its first lines are the usage, its last ones run it."""
    sources = {
        name: (files("reports.bundles") / "checker" / f"{name}.py").read_text(encoding="utf-8") for name in _PARTS
    }
    trees = {name: ast.parse(source) for name, source in sources.items()}
    imports = sorted({line for tree in trees.values() for line in _imports(tree)})
    usage = f'"""{ast.get_docstring(trees["verify"], clean=False)}"""'
    bodies = [_body(sources[name], trees[name]) for name in _PARTS]
    return "\n\n".join([usage, "from __future__ import annotations", "\n".join(imports), *bodies]) + "\n"


def _imports(tree: ast.Module) -> list[str]:
    """What a part imports of the standard library."""
    return [
        ast.unparse(node)
        for node in tree.body
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and not (node.module or "").startswith((_HOUSE, "__future__")))
    ]


def _body(source: str, tree: ast.Module) -> str:
    """A part below its imports."""
    last = max(node.end_lineno or 0 for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom)))
    return "\n".join(source.split("\n")[last:]).strip("\n")

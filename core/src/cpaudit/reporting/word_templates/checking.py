"""Whether what a template names exists, before it is used: its tags are read, and not run."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import nodes

from cpaudit.reporting.word_templates.problems import TemplateProblem, problem
from cpaudit.reporting.word_templates.sandbox import ALLOWED, FILTERS, LOOP_FIELDS
from cpaudit.reporting.word_templates.shapes import NUMBER, TEXT, YES_NO, Leaf, Listing, Record, Shape

_LOOP = Record({name: YES_NO if name in ("first", "last") else NUMBER for name in LOOP_FIELDS})
_MOST_NAMES = 12

Scope = Mapping[str, Shape]


class TagChecker:
    """Follows the tags of one part of a template through the shape of what it gets.

    Attributes:
        problems: what was found wrong.
    """

    def __init__(self, part: str, lines: list[str]) -> None:
        self._part = part
        self._lines = lines
        self.problems: list[TemplateProblem] = []

    def check(self, template: nodes.Template, shape: Record) -> None:
        """Note what is wrong with *template*, for which *shape* is there."""
        self._body(template.body, shape.fields)

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for expression in node.nodes:
                        self._output(expression, scope)
                case nodes.For():
                    self._loop(node, scope)
                case nodes.If():
                    self._type(node.test, scope)
                    for branch in (node.body, *(each.body for each in node.elif_), node.else_):
                        self._body(branch, scope)
                    for each in node.elif_:
                        self._type(each.test, scope)
                case _:
                    self._not_allowed(node)

    def _output(self, node: nodes.Node, scope: Scope) -> None:
        shape = None if isinstance(node, nodes.TemplateData) else self._type(node, scope)
        if isinstance(shape, Record):
            self._wrong_shape(
                node, f"{_written(node)}.{next(iter(shape.fields))}", "RECORD", "一组字段", "a group of fields"
            )
        elif isinstance(shape, Listing):
            self._wrong_shape(node, f"{{% for each in {_written(node)} %}}", "LIST", "列表", "a list")

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        shape = self._type(node.iter, scope)
        if shape is not None and not isinstance(shape, Listing):
            self._add(
                node,
                "NO_LIST",
                (f"“{_written(node.iter)}”不是列表，不能循环", "只对列表使用 for。"),
                (f"{_written(node.iter)!r} is no list to loop over", "use for with lists only"),
                _written(node.iter),
            )
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._not_allowed(node)
            return
        within = {**scope, "loop": _LOOP}
        if isinstance(shape, Listing):
            within[node.target.name] = shape.of
        else:
            within.pop(node.target.name, None)
        if node.test is not None:
            self._type(node.test, within)
        # What a wrong list would hold is not known, and is not wrong once more.
        if isinstance(shape, Listing):
            self._body(node.body, within)
        self._body(node.else_, scope)

    def _type(self, node: nodes.Node, scope: Scope) -> Shape | None:
        """The shape of an expression, None where something in it is wrong."""
        if not isinstance(node, ALLOWED):
            self._not_allowed(node)
            return None
        match node:
            case nodes.Name():
                return self._found(node, node.name, scope)
            case nodes.Getattr():
                held = self._type(node.node, scope)
                if held is None:
                    return None
                if not isinstance(held, Record):
                    self._missing(node, {})
                    return None
                return self._found(node, node.attr, held.fields)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Const():
                return TEXT
            case nodes.CondExpr():
                self._type(node.test, scope)
                if node.expr2 is not None:
                    self._type(node.expr2, scope)
                return self._type(node.expr1, scope)
            case _:
                for child in node.iter_child_nodes():
                    self._type(child, scope)
                return YES_NO

    def _found(self, node: nodes.Node, name: str, fields: Scope) -> Shape | None:
        found = fields.get(name)
        if found is None:
            self._missing(node, fields)
        return found

    def _missing(self, node: nodes.Node, fields: Scope) -> None:
        names = ", ".join(list(fields)[:_MOST_NAMES]) + (" …" if len(fields) > _MOST_NAMES else "")
        self._add(
            node,
            "UNKNOWN_FIELD",
            (f"没有名为“{_written(node)}”的字段", f"此处可用：{names}" if names else "此处的值没有下级字段。"),
            (
                f"there is no field {_written(node)!r}",
                f"here you can use {names}" if names else "the value here has no fields",
            ),
            _written(node),
        )

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Shape | None:
        if node.name not in FILTERS:
            self._add(
                node,
                "UNKNOWN_FILTER",
                (f"没有名为“{node.name}”的过滤器", f"可用：{', '.join(FILTERS)}"),
                (f"there is no filter {node.name!r}", f"use one of {', '.join(FILTERS)}"),
                node.name,
            )
        for argument in (*node.args, *node.kwargs, node.dyn_args, node.dyn_kwargs):
            if argument is not None and not isinstance(argument, nodes.Const):
                self._not_allowed(argument)
        if node.node is None:
            self._not_allowed(node)
            return None
        shape = self._type(node.node, scope)
        if node.name in ("first", "last") and isinstance(shape, Listing):
            return shape.of
        if node.name in ("count", "length"):
            return None if shape is None else NUMBER
        if node.name == "join" and isinstance(shape, Listing):
            if isinstance(shape.of, Leaf):
                return TEXT
            self._wrong_shape(node, "{% for … %}", "LIST", "一组字段的列表", "a list of groups of fields")
            return None
        return shape

    def _wrong_shape(self, node: nodes.Node, example: str, code: str, zh: str, en: str) -> None:
        name = _written(node)
        self._add(
            node,
            f"PRINTS_{code}",
            (f"“{name}”是{zh}，不能直接输出", f"请写成 {example}"),
            (f"{name!r} is {en} and cannot be printed as it is", f"write for example {example}"),
            name,
        )

    def _not_allowed(self, node: nodes.Node) -> None:
        name = type(node).__name__
        self._add(
            node,
            "NOT_ALLOWED",
            (f"模板中不允许使用 {name}", "只能使用字段、for、if、比较以及列出的过滤器。"),
            (f"{name} is not allowed in a template", "use fields, for, if, comparisons and the listed filters only"),
        )

    def _add(self, node: nodes.Node, code: str, zh: tuple[str, str], en: tuple[str, str], field: str = "") -> None:
        line = self._lines[node.lineno - 1] if 0 < node.lineno <= len(self._lines) else ""
        self.problems.append(problem(code, zh, en, part=self._part, near=line, field=field))


def _written(node: nodes.Node) -> str:
    """An expression as it stands in the template, as far as it is a path."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
        case nodes.Filter() if node.node is not None:
            return f"{_written(node.node)} | {node.name}"
    return "…"

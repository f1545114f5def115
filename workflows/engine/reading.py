"""From bytes to XML, refusing what could hurt: document types, deep nesting, huge files."""

from __future__ import annotations

from typing import cast

from lxml import etree

from workflows.engine.findings import Finding

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
LARGEST = 2_000_000
MOST_ELEMENTS = 20_000


def read_xml(source: bytes) -> etree._Element | Finding:
    """The root element, which is `bpmn:definitions`, or the one finding that says why there is none."""
    root = parse_xml(source)
    return root if isinstance(root, Finding) else _unexpected(root) or root


def parse_xml(source: bytes) -> etree._Element | Finding:
    """The root element of any XML file of ours, or the one finding that says why there is none."""
    refused = _too_large(source) or _document_type(source)
    if refused is not None:
        return refused
    try:
        return etree.fromstring(source, _parser())
    except (etree.XMLSyntaxError, ValueError) as problem:
        return _not_xml(source, problem)


def line_of(element: etree._Element) -> int | None:
    """The line of an element, from 1. The stubs of lxml declare no type for it."""
    return cast("int | None", element.sourceline)


def _parser() -> etree.XMLParser:
    """A new parser each time: they must not be shared between threads. libxml2 limits the depth to 256."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _too_large(source: bytes) -> Finding | None:
    if not source.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        return Finding(code="empty", message="文件是空的。", english="The file is empty.")
    if len(source) > LARGEST:
        return Finding(
            code="too-large",
            message=f"文件有 {len(source)} 字节，超过流程图的上限 {LARGEST} 字节。",
            english=f"The file has {len(source)} bytes, over the limit of {LARGEST}.",
        )
    return None


def _document_type(source: bytes) -> Finding | None:
    """Entities can blow a small file up to gigabytes or read other files, and no BPMN file needs them."""
    plain = source.replace(b"\0", b"")
    place = plain.find(b"<!DOCTYPE")
    if place < 0:
        return None
    return Finding(
        code="document-type",
        line=plain.count(b"\n", 0, place) + 1,
        message="文件含有 DOCTYPE 声明，流程图不允许使用。请删除这一段，或用流程图编辑器重新导出。",
        english="The file has a DOCTYPE, which is not allowed. Remove it or export the diagram again.",
    )


def _not_xml(source: bytes, problem: Exception) -> Finding:
    line = getattr(problem, "lineno", None)
    where = f"第 {line} 行" if line else "开头"
    hint = "（看上去是压缩包或 Office 文档）" if source.startswith(b"PK") else ""
    return Finding(
        code="not-xml",
        line=line or None,
        message=f"文件不是完整的 XML{hint}，在{where}读不下去。请用流程图编辑器重新导出。",
        english=f"The file is not well-formed XML: {problem}",
    )


def _unexpected(root: etree._Element) -> Finding | None:
    name = etree.QName(root)
    if name.namespace != BPMN or name.localname != "definitions":
        return Finding(
            code="not-bpmn",
            line=line_of(root),
            message=f"文件是 XML，但不是 BPMN 2.0 流程图：最外层是“{name.localname}”，应为 bpmn:definitions。",
            english=f"The file is XML but not BPMN 2.0: its root is {name.localname}.",
        )
    count = sum(1 for _ in root.iter())
    if count > MOST_ELEMENTS:
        return Finding(
            code="too-many-elements",
            message=f"文件有 {count} 个元素，超过上限 {MOST_ELEMENTS}。",
            english=f"The file has {count} elements, over the limit of {MOST_ELEMENTS}.",
        )
    return None

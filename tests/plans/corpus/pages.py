"""Plans as saved web pages and as PDF files."""

from __future__ import annotations

from tests.plans.corpus.files import page_of, pdf, ruled
from tests.plans.corpus.plan import Plan, due, problem

PAGE = "网页"
PDF = "PDF"

_FRAME = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>整改公示_紫阳岭市人民政府</title>
<style>p{{margin:0}}</style><script>var tip = "责任单位：脚本";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/fw">办事服务</a></li><li><a href="/hd">互动交流</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/hb">环保督察</a></div>
<div id="content">{content}</div>
<div class="share">分享到：微信 微博</div>
<div class="side"><h3>相关阅读</h3><ul><li><a href="/1">我市召开整改调度会，要求各责任单位限期整改</a></li>
<li><a href="/2">第一项问题整改公示</a></li></ul></div>
<div class="footer"><p>版权所有：紫阳岭市人民政府</p><p>备案号：某ICP备00000000号</p><p><a href="/map">网站地图</a></p></div>
</body></html>"""


def _page(content: str, charset: str = "utf-8") -> bytes:
    return _FRAME.format(charset=charset, content=content).encode("gb18030" if charset != "utf-8" else charset)


PLANS = (
    Plan(
        name="网页-分节公示",
        shape=PAGE,
        build=lambda: _page(
            "<h1>紫阳岭市督察反馈第十四项问题整改情况公示</h1><p class='info'>发布日期：2025-07-01 来源：市整改办 浏览次数：88</p>"
            "<p>&emsp;&emsp;一、整改问题</p><p>&emsp;&emsp;化工园区异味扰民，<b>群众</b>反映强烈。</p>"
            "<p>&emsp;&emsp;二、责任单位</p><p>&emsp;&emsp;市工业和信息化局、化工园区管委会</p>"
            "<p>&emsp;&emsp;三、整改时限</p><p>&emsp;&emsp;2025年6月底</p>"
            "<p>&emsp;&emsp;四、整改措施</p><p>&emsp;&emsp;1.安装走航监测设备。<br>2.关停异味企业2家。</p>"
            "<p>&emsp;&emsp;五、整改进展</p><p>&emsp;&emsp;已关停企业2家。</p>"
        ),
        problems=(
            problem(
                "14",
                "化工园区异味扰民，群众反映强烈。",
                measures=["安装走航监测设备。", "关停异味企业2家。"],
                responsible_units=["市工业和信息化局", "化工园区管委会"],
                deadline=due("2025年6月底", "2025-06-30"),
                progress="已关停企业2家。",
            ),
        ),
        codes=frozenset({"advertising"}),
    ),
    Plan(
        name="网页-合并单元格表格",
        shape=PAGE,
        build=lambda: _page(
            "<h2>紫阳岭市整改任务清单</h2><table border=1><thead><tr><th rowspan=2>序号</th><th rowspan=2>问题描述</th>"
            "<th colspan=2>责任单位</th><th rowspan=2>时限要求</th></tr><tr><th>牵头单位</th><th>配合单位</th></tr></thead><tbody>"
            "<tr><td>1</td><td>河道非法采砂。</td><td>市水务局</td><td>市公安局</td><td>2025年8月底前</td></tr>"
            "<tr><td>2</td><td>城乡结合部<br>垃圾乱倒。</td><td>市城市管理局</td><td>各区政府</td><td>长期坚持</td></tr>"
            "</tbody></table>",
            charset="gb2312",
        ),
        problems=(
            problem(
                "1",
                "河道非法采砂。",
                lead_units=["市水务局"],
                participating_units=["市公安局"],
                deadline=due("2025年8月底前", "2025-08-31"),
            ),
            problem(
                "2",
                "城乡结合部\n垃圾乱倒。",
                lead_units=["市城市管理局"],
                participating_units=["各区政府"],
                deadline=due("长期坚持", long_term=True),
            ),
        ),
        codes=frozenset({"advertising"}),
    ),
    Plan(
        name="网页-排版用表格",
        shape=PAGE,
        build=lambda: (
            "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gbk'></head><body><table width=900><tr>"
            "<td width=200><a href=a>单位概况</a><br><a href=b>通知公告</a><br><a href=c>信访举报</a></td><td><table><tr><td>"
            "<p>北陵县整改措施清单</p><p>1.治理农村黑臭水体9条。(责任单位:县生态环境分局、县水利局;整改时限:2025年10月底前)</p>"
            "<p>2.回收废弃农膜。(责任单位:县农业农村局;整改时限:长期坚持)</p></td></tr></table></td></tr></table></body></html>"
        ).encode("gbk"),
        problems=(
            problem(
                "1",
                "治理农村黑臭水体9条。",
                responsible_units=["县生态环境分局", "县水利局"],
                deadline=due("2025年10月底前", "2025-10-31"),
            ),
            problem(
                "2",
                "回收废弃农膜。",
                responsible_units=["县农业农村局"],
                deadline=due("长期坚持", long_term=True),
            ),
        ),
        codes=frozenset({"advertising"}),
    ),
    Plan(
        name="PDF-折行段落",
        shape=PDF,
        build=lambda: pdf(
            page_of(
                [
                    "云门岭市督察整改措施清单",
                    "1.推进污水处理厂提标改造，新建人工湿地两处，完善在线监测设施，确保出水水质稳定达到地表水准Ⅳ类标准。"
                    "（责任单位：市住房城乡建设局、云门区人民政府；整改时限：2026年9月底前）",
                    "2.严格落实危险废物转移联单制度，开展全覆盖检查，依法查处非法转移倾倒行为，健全部门联动执法机制。"
                    "（责任单位：市生态环境局、",
                ],
                header="云门岭市人民政府文件",
                footer="— 1 —",
            ),
            page_of(
                ["市公安局；整改时限：长期坚持）", "3.关停取缔小作坊。（责任单位：市市场监管局；整改时限：立行立改）"],
                header="云门岭市人民政府文件",
                footer="— 2 —",
                goes_on=True,
            ),
        ),
        problems=(
            problem(
                "1",
                "推进污水处理厂提标改造，新建人工湿地两处，完善在线监测设施，确保出水水质稳定达到地表水准Ⅳ类标准。",
                responsible_units=["市住房城乡建设局", "云门区人民政府"],
                deadline=due("2026年9月底前", "2026-09-30"),
            ),
            problem(
                "2",
                "严格落实危险废物转移联单制度，开展全覆盖检查，依法查处非法转移倾倒行为，健全部门联动执法机制。",
                responsible_units=["市生态环境局", "市公安局"],
                deadline=due("长期坚持", long_term=True),
            ),
            problem(
                "3",
                "关停取缔小作坊。",
                responsible_units=["市市场监管局"],
                deadline=due("立行立改", immediate=True),
            ),
        ),
    ),
    Plan(
        name="PDF-有线表格",
        shape=PDF,
        build=lambda: pdf(
            ruled(
                [
                    ["序号", "整改问题", "整改措施", "责任单位", "整改时限"],
                    [
                        "1",
                        "沿江砂石码头未批先建，扬尘污染严重。",
                        "1.拆除码头3座。\n2.岸线复绿。",
                        "市交通运输局、江北区政府",
                        "2025年9月底前",
                    ],
                    ["2", "污泥堆场渗漏。", "防渗改造，规范处置污泥。", "市水务局", "2026年12月底"],
                ],
                widths=[40, 150, 150, 100, 80],
            )
        ),
        problems=(
            problem(
                "1",
                "沿江砂石码头未批先建，扬尘污染严重。",
                measures=["拆除码头3座。", "岸线复绿。"],
                responsible_units=["市交通运输局", "江北区政府"],
                deadline=due("2025年9月底前", "2025-09-30"),
            ),
            problem(
                "2",
                "污泥堆场渗漏。",
                measures=["防渗改造，规范处置污泥。"],
                responsible_units=["市水务局"],
                deadline=due("2026年12月底", "2026-12-31"),
            ),
        ),
    ),
)

"""A fifth set, of other regions' habits, the files: automatic numbers with labels, saved pages, PDF paragraphs and a PDF table without rules."""

from __future__ import annotations

from dataclasses import replace

from tests.plans.corpus.files import Auto, Grid, page_of, pdf, ruled, word
from tests.plans.corpus.plan import Plan, due, measure, problem

PLANS = (
    Plan(
        name="域-销号公示网页",
        shape="网页",
        build=lambda: (
            "<!doctype html><html><head><meta charset='utf-8'><title>公示-越溪市生态环境局</title></head><body>"
            "<nav><a href='/'>网站首页</a><a href='/jg'>机构概况</a><a href='/xx'>信息公开</a></nav>"
            "<div>您现在的位置：<a href='/'>首页</a> > <a href='/gs'>公示公告</a></div>"
            "<article><h1>越溪市第二轮中央生态环境保护督察第三十二项（序号15）问题整改销号公示</h1>"
            "<p>时间：2026-03-02 字体：【大 中 小】 打印本页</p>"
            "<p>根据《越溪市生态环境保护督察整改销号办法》，现予公示，公示期5个工作日（2026年3月2日—3月6日）。</p>"
            "<p><strong>一、反馈问题：</strong>印染企业污泥处置能力不足，超期贮存。</p>"
            "<p><strong>二、整改目标：</strong>污泥规范处置率达到100%。</p>"
            "<p><strong>三、整改时限：</strong>2025年12月底前完成</p>"
            "<p><strong>四、责任单位：</strong>越溪市生态环境局、柯岩街道办事处</p>"
            "<p><strong>五、验收单位：</strong>绍江市生态环境局</p>"
            "<p><strong>六、销号单位：</strong>绍江市整改办</p>"
            "<p><strong>七、整改措施及完成情况</strong></p>"
            "<p>（一）建成污泥焚烧处置项目，日处置能力800吨。已完成。</p>"
            "<p>（二）清理超期贮存污泥2.6万吨。已完成。</p>"
            "<p>联系电话：0000-00000000</p></article>"
            "<footer>主办：越溪市生态环境局 技术支持：某公司 网站标识码0000000000</footer></body></html>"
        ).encode(),
        problems=(
            problem(
                "32",
                "印染企业污泥处置能力不足，超期贮存。",
                target="污泥规范处置率达到100%。",
                measures=[
                    "建成污泥焚烧处置项目，日处置能力800吨。已完成。",
                    "清理超期贮存污泥2.6万吨。已完成。",
                ],
                responsible_units=["越溪市生态环境局", "柯岩街道办事处"],
                deadline=due("2025年12月底前完成", "2025-12-31"),
            ),
        ),
        codes=frozenset({"advertising"}),
    ),
    Plan(
        name="域-无线表格",
        shape="PDF",
        build=lambda: pdf(
            replace(
                ruled(
                    [
                        ["序号", "反馈问题", "整改措施", "责任单位", "整改时限"],
                        [
                            "1",
                            "煤矿矸石山自燃，烟气扰民。",
                            "实施灭火和覆土绿化工程。",
                            "县能源局、丰源煤业",
                            "2026年10月底前",
                        ],
                        ["2", "洗煤废水外排。", "建设闭路循环系统。", "丰源煤业", "2026年5月底"],
                        ["3", "运煤道路扬尘严重，沿线村民投诉。", "硬化道路，定时洒水。", "县交通局", "立行立改"],
                    ],
                    widths=[40, 150, 150, 100, 80],
                ),
                rules=(),
            )
        ),
        problems=(
            problem(
                "1",
                "煤矿矸石山自燃，烟气扰民。",
                measures=["实施灭火和覆土绿化工程。"],
                responsible_units=["县能源局", "丰源煤业"],
                deadline=due("2026年10月底前", "2026-10-31"),
            ),
            problem(
                "2",
                "洗煤废水外排。",
                measures=["建设闭路循环系统。"],
                responsible_units=["丰源煤业"],
                deadline=due("2026年5月底", "2026-05-31"),
            ),
            problem(
                "3",
                "运煤道路扬尘严重，沿线村民投诉。",
                measures=["硬化道路，定时洒水。"],
                responsible_units=["县交通局"],
                deadline=due("立行立改", immediate=True),
            ),
        ),
    ),
    Plan(
        name="域-自动编号带小标题",
        shape="Word 段落",
        build=lambda: word(
            "黔峰岭州督察反馈问题整改方案",
            Auto(0, "总体要求"),
            "以习近平生态文明思想为指导，坚决扛起整改责任。",
            Auto(0, "整改任务"),
            Auto(1, "问题一：赤岩河锰渣库渗滤液超标。"),
            "整改目标：下游断面锰浓度不高于0.1毫克/升。",
            "整改措施：",
            Auto(2, "建设渗滤液处理站1座，2026年7月底前投运。"),
            Auto(2, "锰渣库全面闭库。"),
            "牵头单位：州生态环境局",
            "责任单位：松梓县委、县政府",
            "整改时限：2027年6月底前",
            Auto(1, "问题二：自然保护区小水电清退滞后。"),
            "整改目标：全部退出。",
            "整改措施：",
            Auto(2, "拆除电站6座。"),
            "牵头单位：州水务局",
            "责任单位：松梓县、石阡坝县人民政府",
            "整改时限：2025年12月31日前完成，长期坚持",
            Auto(0, "保障措施"),
            "加强组织领导，各牵头单位每月5日前报送进展。",
            "附件：1.整改任务清单",
        ),
        problems=(
            problem(
                "1",
                "赤岩河锰渣库渗滤液超标。",
                target="下游断面锰浓度不高于0.1毫克/升。",
                measures=[
                    measure("建设渗滤液处理站1座，2026年7月底前投运。", due("2026年7月底前", "2026-07-31")),
                    "锰渣库全面闭库。",
                ],
                lead_units=["州生态环境局"],
                responsible_units=["松梓县委", "松梓县政府"],
                deadline=due("2027年6月底前", "2027-06-30"),
            ),
            problem(
                "2",
                "自然保护区小水电清退滞后。",
                target="全部退出。",
                measures=["拆除电站6座。"],
                lead_units=["州水务局"],
                responsible_units=["松梓县人民政府", "石阡坝县人民政府"],
                deadline=due("2025年12月31日前完成，长期坚持", "2025-12-31", long_term=True),
            ),
        ),
    ),
    Plan(
        name="域-落款与附件",
        shape="PDF",
        build=lambda: pdf(
            page_of(
                [
                    "滇池坝区整改措施清单",
                    "问题1-1：城区湖滨带被占，生态功能退化。",
                    "责任单位：区滇管局、区林草局",
                    "责任人：杨某、段某某",
                    "整改时限：2026年12月31日前",
                    "整改目标：湖滨带恢复面积不低于1200亩，湖体水质达到Ⅳ类。",
                    "整改措施：1.拆除违建3.5万平方米；2.恢复湿地1200亩。",
                    "进展情况：已拆除2.1万平方米。",
                    "问题1-2：环湖截污干渠溢流频繁。",
                    "责任单位：区水务局",
                    "责任人：木某",
                    "整改时限：2027年雨季前",
                    "整改目标：溢流频次同比下降60%。",
                    "整改措施：1.建设调蓄池2座；2.实施清污分流。",
                    "进展情况：正在推进前期工作。",
                    "滇池坝区人民政府",
                    "2026年1月15日",
                ],
                footer="3 / 12",
            )
        ),
        problems=(
            problem(
                "1-1",
                "城区湖滨带被占，生态功能退化。",
                target="湖滨带恢复面积不低于1200亩，湖体水质达到Ⅳ类。",
                measures=["拆除违建3.5万平方米；", "恢复湿地1200亩。"],
                responsible_units=["区滇管局", "区林草局"],
                responsible_persons="杨某、段某某",
                deadline=due("2026年12月31日前", "2026-12-31"),
                progress="已拆除2.1万平方米。",
            ),
            problem(
                "1-2",
                "环湖截污干渠溢流频繁。",
                target="溢流频次同比下降60%。",
                measures=["建设调蓄池2座；", "实施清污分流。"],
                responsible_units=["区水务局"],
                responsible_persons="木某",
                deadline=due("2027年雨季前", "2027-05-31"),
                progress="正在推进前期工作。",
            ),
        ),
        codes=frozenset({"by-calendar"}),
    ),
    Plan(
        name="域-横排单据",
        shape="Word 表格",
        build=lambda: word(
            "淮渎市生态环境问题整改验收销号表",
            Grid(
                rows=[
                    ["问题来源", "省级督察", "问题编号", "第19号", "类别", "大气"],
                    ["问题内容", "砖瓦窑无组织排放。", "", "", "", ""],
                    ["责任单位", "淮阴坝区人民政府", "牵头单位", "市工业和信息化局", "责任人", "汪某某"],
                    ["整改时限", "2026年4月30日前", "验收单位", "市整改办", "验收时间", "2026年5月12日"],
                    ["整改措施", "1.封闭料场。\n2.安装喷淋设施。", "", "", "", ""],
                    ["整改情况", "料场已封闭，喷淋已投用。", "", "", "", ""],
                    ["验收意见", "同意销号。", "", "", "", ""],
                ],
                merges=[(1, 1, 1, 5), (4, 1, 4, 5), (5, 1, 5, 5), (6, 1, 6, 5)],
            ),
        ),
        problems=(
            problem(
                "19",
                "砖瓦窑无组织排放。",
                area="大气",
                measures=["封闭料场。", "安装喷淋设施。"],
                lead_units=["市工业和信息化局"],
                responsible_units=["淮阴坝区人民政府"],
                responsible_persons="汪某某",
                deadline=due("2026年4月30日前", "2026-04-30"),
                progress="料场已封闭，喷淋已投用。",
            ),
        ),
    ),
)

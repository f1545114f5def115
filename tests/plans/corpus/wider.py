"""A fourth set, for habits of other cities: split rows, restarting numbers, two fields in one column, chat-window paste, years without a number."""

from __future__ import annotations

from tests.plans.corpus.files import page_of, pdf
from tests.plans.corpus.plan import Plan, due, measure, problem, text_plan
from tests.plans.corpus.wider_tables import TABLES

PLANS = (
    *TABLES,
    text_plan(
        "广-各章重新编号",
        "按编号分块",
        """
松月湖市生态环境保护督察反馈问题整改方案

一、大气污染防治方面
（一）建筑工地扬尘管控不力。
整改目标：工地扬尘防治措施全部落实。
责任单位：市住房城乡建设局
整改时限：2026年5月底前
整改措施：
1.开展拉网式检查。
2.安装在线监测设备36套。
（二）秸秆露天焚烧时有发生。
整改目标：火点数明显下降。
责任单位：市农业农村局，各镇（街道）
整改时限：长期坚持
整改措施：
1.网格化巡查。
2.推广秸秆离田。
二、水污染防治方面
（一）松月湖总磷超标。
整改目标：湖体总磷不高于0.05毫克/升。
责任单位：市生态环境局
整改时限：2027年底
整改措施：
1.建设入湖湿地2处。
2.退渔还湖1200亩。
""",
        problem(
            "1",
            "建筑工地扬尘管控不力。",
            area="大气污染防治方面",
            target="工地扬尘防治措施全部落实。",
            measures=["开展拉网式检查。", "安装在线监测设备36套。"],
            responsible_units=["市住房城乡建设局"],
            deadline=due("2026年5月底前", "2026-05-31"),
        ),
        problem(
            "2",
            "秸秆露天焚烧时有发生。",
            area="大气污染防治方面",
            target="火点数明显下降。",
            measures=["网格化巡查。", "推广秸秆离田。"],
            responsible_units=["市农业农村局", "各镇（街道）"],
            deadline=due("长期坚持", long_term=True),
        ),
        problem(
            "3",
            "松月湖总磷超标。",
            area="水污染防治方面",
            target="湖体总磷不高于0.05毫克/升。",
            measures=["建设入湖湿地2处。", "退渔还湖1200亩。"],
            responsible_units=["市生态环境局"],
            deadline=due("2027年底", "2027-12-31"),
            indicators=[{"comparator": "<=", "value": "0.05", "unit": "毫克/升", "year": None, "pending": False}],
        ),
    ),
    text_plan(
        "广-没有年份的时限",
        "残缺文本",
        """
鹭江湾区近期整改事项

问题1：沙滩垃圾清理不及时。
责任单位：区城市管理局
整改时限：今年底
整改措施：每日清扫。
问题2：围塘养殖尾水直排。
责任单位：区农业农村局
整改时限：两年内
整改措施：建设尾水处理池。
问题3：油污水收集点缺失。
责任单位：区海洋局
整改时限：民国115年12月底前
整改措施：补建收集点。
问题4：岸线违规占用。
责任单位：区自然资源局
整改时限：方案印发后六个月内
整改措施：清退占用。
""",
        problem(
            "1",
            "沙滩垃圾清理不及时。",
            measures=["每日清扫。"],
            responsible_units=["区城市管理局"],
            deadline=due("今年底"),
        ),
        problem(
            "2",
            "围塘养殖尾水直排。",
            measures=["建设尾水处理池。"],
            responsible_units=["区农业农村局"],
            deadline=due("两年内"),
        ),
        problem(
            "3",
            "油污水收集点缺失。",
            measures=["补建收集点。"],
            responsible_units=["区海洋局"],
            deadline=due("民国115年12月底前", "2026-12-31"),
        ),
        problem(
            "4",
            "岸线违规占用。",
            measures=["清退占用。"],
            responsible_units=["区自然资源局"],
            deadline=due("方案印发后六个月内"),
        ),
        codes=("missing-date",),
    ),
    text_plan(
        "广-单位用空格隔开",
        "标签连排一行",
        """
明溪渡县督察整改清单
1.乡镇污水处理站停运。
责任单位：县住房城乡建设局　县生态环境分局　各镇人民政府
整改时限：2026年9月底
整改措施：恢复运行11座。
2.废旧农膜残留。
责任单位：县农业农村局 县供销合作社 中国石化 明溪分公司
整改时限：常年推进，长期坚持
整改措施：设立回收点。
""",
        problem(
            "1",
            "乡镇污水处理站停运。",
            measures=["恢复运行11座。"],
            responsible_units=["县住房城乡建设局", "县生态环境分局", "各镇人民政府"],
            deadline=due("2026年9月底", "2026-09-30"),
        ),
        problem(
            "2",
            "废旧农膜残留。",
            measures=["设立回收点。"],
            responsible_units=["县农业农村局", "县供销合作社", "中国石化 明溪分公司"],
            deadline=due("常年推进，长期坚持", long_term=True),
        ),
    ),
    text_plan(
        "广-微信粘贴",
        "按编号分块",
        """
📢 白鹭洲市督察整改清单来了



📌 问题一：湖滨路雨污混流，雨天溢流。


🏢 责任单位：市水务局、湖滨区政府

⏰ 整改时限：2026年10月底前

✅ 整改措施：

1️⃣ 改造管网2公里。

2️⃣ 建设调蓄池1座。


📌 问题二：夜间渣土车扬尘。

🏢 责任单位：市公安局交警支队

⏰ 整改时限：立行立改

✅ 整改措施：设卡检查。

👇👇👇
点击“阅读原文”了解更多
""",
        problem(
            "1",
            "湖滨路雨污混流，雨天溢流。",
            measures=["改造管网2公里。", "建设调蓄池1座。"],
            responsible_units=["市水务局", "湖滨区政府"],
            deadline=due("2026年10月底前", "2026-10-31"),
        ),
        problem(
            "2",
            "夜间渣土车扬尘。",
            measures=["设卡检查。"],
            responsible_units=["市公安局交警支队"],
            deadline=due("立行立改", immediate=True),
        ),
        codes=("advertising",),
    ),
    Plan(
        name="广-问题跨页",
        shape="PDF",
        build=lambda: pdf(
            page_of(
                [
                    "渔阳渡市督察整改任务清单",
                    "问题1：工业园区企业雨污分流不彻底，初期雨水未经收集处理直接排入渔河，园区污水处理厂进水浓度长期偏低，",
                ],
                header="渔阳渡市人民政府办公室文件",
                footer="- 3 -",
            ),
            page_of(
                [
                    "部分管网破损渗漏，群众反映强烈。",
                    "责任单位：市工业和信息化局、渔阳渡经开区管委会",
                    "整改时限：2026年12月底前",
                    "整改措施：建设初期雨水池8座。",
                    "问题2：屠宰场异味扰民。",
                    "责任单位：市农业农村局",
                    "整改时限：2026年7月底前",
                    "整改措施：关停搬迁。",
                ],
                header="渔阳渡市人民政府办公室文件",
                footer="- 4 -",
                goes_on=True,
            ),
        ),
        problems=(
            problem(
                "1",
                "工业园区企业雨污分流不彻底，初期雨水未经收集处理直接排入渔河，园区污水处理厂进水浓度长期偏低，"
                "部分管网破损渗漏，群众反映强烈。",
                measures=["建设初期雨水池8座。"],
                responsible_units=["市工业和信息化局", "渔阳渡经开区管委会"],
                deadline=due("2026年12月底前", "2026-12-31"),
            ),
            problem(
                "2",
                "屠宰场异味扰民。",
                measures=["关停搬迁。"],
                responsible_units=["市农业农村局"],
                deadline=due("2026年7月底前", "2026-07-31"),
            ),
        ),
    ),
    Plan(
        name="广-两张排版表格",
        shape="网页",
        build=lambda: (
            "<html><head><meta charset='utf-8'><title>整改公开_望仙桥区政府网</title></head><body>"
            "<table width='100%'><tr><td><img src='logo.png' alt=''></td><td>2026年1月9日 星期五</td></tr></table>"
            "<table width='100%'><tr><td width=180><table><tr><td><a href='a'>机构职能</a></td></tr><tr><td><a href='b'>"
            "政策文件</a></td></tr></table></td><td><h3>望仙桥区督察整改任务清单</h3><table border='1'><tr><td>序号</td>"
            "<td>整改任务</td><td>责任单位</td><td>整改时限</td></tr><tr><td>1</td><td>取缔露天喷涂作坊。</td>"
            "<td>牵头：区生态环境分局<br>配合：区市场监管局、各街道办事处</td><td>2026年3月底前</td></tr>"
            "<tr><td>2</td><td>清运河道淤泥。</td><td>区水务局</td><td>2026年汛期前</td></tr></table></td></tr></table>"
            "<table><tr><td>版权所有：望仙桥区人民政府 网站地图</td></tr></table></body></html>"
        ).encode(),
        problems=(
            problem(
                "1",
                "取缔露天喷涂作坊。",
                lead_units=["区生态环境分局"],
                participating_units=["区市场监管局", "各街道办事处"],
                deadline=due("2026年3月底前", "2026-03-31"),
            ),
            problem(
                "2",
                "清运河道淤泥。",
                responsible_units=["区水务局"],
                deadline=due("2026年汛期前", "2026-05-31"),
            ),
        ),
        codes=frozenset({"advertising", "by-calendar"}),
    ),
    text_plan(
        "广-措施及时限一段",
        "分节的公示",
        """
桃源渡县督察反馈第九项问题整改情况公示
一、反馈问题
水产养殖尾水治理滞后。
二、责任单位及责任人
县农业农村局 邹某某
三、整改措施及时限
1.编制尾水治理规划，2026年2月底前完成。
2.建成治理示范点5个，2026年12月底前完成。
四、整改完成情况
规划已印发。
""",
        problem(
            "9",
            "水产养殖尾水治理滞后。",
            measures=[
                measure("编制尾水治理规划，2026年2月底前完成。", due("2026年2月底前", "2026-02-28")),
                measure("建成治理示范点5个，2026年12月底前完成。", due("2026年12月底前", "2026-12-31")),
            ],
            responsible_units=["县农业农村局"],
            responsible_persons="邹某某",
            deadline=due("2026年12月底前", "2026-12-31"),
            progress="规划已印发。",
        ),
        codes=("several-dates",),
    ),
)

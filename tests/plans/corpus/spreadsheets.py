"""Plans as spreadsheets: merged headers, several sheets, dates as dates or text, numbers at two levels; and tables pasted as text."""

from __future__ import annotations

from datetime import date

from tests.plans.corpus.files import Sheet, excel
from tests.plans.corpus.plan import Plan, due, measure, problem, text_plan

SHAPE = "Excel 表格"
PASTED = "粘贴的表格"

PLANS = (
    Plan(
        name="Excel-标题与日期",
        shape=SHAPE,
        build=lambda: excel(
            {
                "整改清单": Sheet(
                    rows=[
                        ["清溪岭市生态环境保护督察整改任务清单"],
                        ["填报单位：市整改办", None, None, None, None, "2025年1月5日"],
                        ["序号", "整改问题", "整改目标", "整改措施", "责任单位", "整改时限"],
                        [
                            1,
                            "工业集聚区污水管网破损。",
                            "管网完好。",
                            "修复管网6公里。",
                            "清溪岭经开区管委会",
                            date(2025, 9, 30),
                        ],
                        [
                            2,
                            "危废贮存不规范。",
                            "规范贮存。",
                            "1.规范标识。2.健全台账。",
                            "市生态环境局",
                            "2025年6月底前",
                        ],
                        [
                            3,
                            "码头岸电使用率低。",
                            "使用率达到80%以上。",
                            "改造岸电设施9套。",
                            "市交通运输局",
                            date(2026, 12, 1),
                        ],
                    ],
                    merges=[(0, 0, 0, 5)],
                    formats={(3, 5): "yyyy-mm-dd", (5, 5): 'yyyy"年"m"月"'},
                )
            }
        ),
        problems=(
            problem(
                "1",
                "工业集聚区污水管网破损。",
                target="管网完好。",
                measures=["修复管网6公里。"],
                responsible_units=["清溪岭经开区管委会"],
                deadline=due("2025-09-30", "2025-09-30"),
            ),
            problem(
                "2",
                "危废贮存不规范。",
                target="规范贮存。",
                measures=["规范标识。", "健全台账。"],
                responsible_units=["市生态环境局"],
                deadline=due("2025年6月底前", "2025-06-30"),
            ),
            problem(
                "3",
                "码头岸电使用率低。",
                target="使用率达到80%以上。",
                measures=["改造岸电设施9套。"],
                responsible_units=["市交通运输局"],
                deadline=due("2026年12月", "2026-12-31"),
            ),
        ),
    ),
    Plan(
        name="Excel-两层表头两张表",
        shape=SHAPE,
        build=lambda: excel(
            {
                "水环境": Sheet(
                    rows=[
                        ["序号", "任务内容", "责任分工", None, "完成时限"],
                        [None, None, "牵头单位", "配合单位", None],
                        [1, "治理黑臭水体5处。", "市住房城乡建设局", "市水务局、市财政局", "2025年底"],
                        [2, "规范入河排污口。", "市生态环境局", "各县区政府", "2026年6月底前"],
                    ],
                    merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)],
                ),
                "大气环境": Sheet(
                    rows=[
                        ["序号", "任务内容", "责任分工", None, "完成时限"],
                        [None, None, "牵头单位", "配合单位", None],
                        [3, "淘汰燃煤锅炉20台。", "市市场监管局", "市生态环境局", "2025年10月31日前"],
                    ],
                    merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)],
                ),
                "填表说明": Sheet(rows=[["请于每月25日前报送。"], ["联系人：某某"]]),
            }
        ),
        problems=(
            problem(
                "1",
                "治理黑臭水体5处。",
                lead_units=["市住房城乡建设局"],
                participating_units=["市水务局", "市财政局"],
                deadline=due("2025年底", "2025-12-31"),
            ),
            problem(
                "2",
                "规范入河排污口。",
                lead_units=["市生态环境局"],
                participating_units=["各县区政府"],
                deadline=due("2026年6月底前", "2026-06-30"),
            ),
            problem(
                "3",
                "淘汰燃煤锅炉20台。",
                lead_units=["市市场监管局"],
                participating_units=["市生态环境局"],
                deadline=due("2025年10月31日前", "2025-10-31"),
            ),
        ),
    ),
    Plan(
        name="Excel-双重序号与纵向合并",
        shape=SHAPE,
        build=lambda: excel(
            {
                "Sheet1": Sheet(
                    rows=[
                        ["县序号", "市序号", "反馈问题", "整改措施", "责任单位", "责任人", "整改时限", "完成情况"],
                        [
                            8,
                            9,
                            "水库网箱养殖未清退。",
                            "拆除网箱210口。",
                            "县农业农村局",
                            "华某某",
                            "2025年8月底前",
                            "已拆除150口。",
                        ],
                        [None, None, None, "转产安置养殖户。", "库区镇人民政府", "华某某", "2025年12月底前", None],
                        [
                            10,
                            15,
                            "乡镇垃圾中转站渗滤液外溢。",
                            "密闭改造中转站4座。",
                            "县城市管理局",
                            "祝某某",
                            "2025年7月",
                            "已完成。",
                        ],
                    ],
                    merges=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 7, 2, 7)],
                )
            }
        ),
        problems=(
            problem(
                "8",
                "水库网箱养殖未清退。",
                numbers=[{"level": "市", "value": "9"}],
                measures=[
                    measure("拆除网箱210口。", due("2025年8月底前", "2025-08-31")),
                    measure("转产安置养殖户。", due("2025年12月底前", "2025-12-31")),
                ],
                responsible_units=["县农业农村局", "库区镇人民政府"],
                responsible_persons="华某某",
                deadline=due("2025年12月底前", "2025-12-31"),
                progress="已拆除150口。",
            ),
            problem(
                "10",
                "乡镇垃圾中转站渗滤液外溢。",
                numbers=[{"level": "市", "value": "15"}],
                measures=["密闭改造中转站4座。"],
                responsible_units=["县城市管理局"],
                responsible_persons="祝某某",
                deadline=due("2025年7月", "2025-07-31"),
                progress="已完成。",
            ),
        ),
        codes=frozenset({"several-dates"}),
    ),
    Plan(
        name="Excel-空栏与缺失",
        shape=SHAPE,
        build=lambda: excel(
            {
                "台账": Sheet(
                    rows=[
                        ["序号", "存在问题", "整改要求", "责任部门", "整改期限"],
                        [1, "雨水口排出污水。", "雨污分流。", None, "年底前"],
                        [2, "油库防渗不达标。", "防渗达标。", "市商务局等", None],
                        [None, None, None, None, None],
                        [3, "沥青站无组织排放。", "密闭生产。", "市交通运输局", "2025年13月1日"],
                        ["合计", "3", None, None, None],
                    ]
                )
            }
        ),
        problems=(
            problem("1", "雨水口排出污水。", target="雨污分流。", deadline=due("年底前")),
            problem("2", "油库防渗不达标。", target="防渗达标。", responsible_units=["市商务局"]),
            problem(
                "3",
                "沥青站无组织排放。",
                target="密闭生产。",
                responsible_units=["市交通运输局"],
                deadline=due("2025年13月1日"),
            ),
        ),
        codes=frozenset({"missing-unit", "missing-date", "open-ended-units"}),
    ),
    text_plan(
        "逗号分隔",
        PASTED,
        """
序号,整改问题,整改措施,责任单位,整改时限
1,"西河镇畜禽粪污直排,群众反映强烈。",建设沼气池,"西河镇人民政府,县农业农村局",2025年5月底前
2,砂石厂未批先建。,依法取缔,县自然资源局,立行立改
""",
        problem(
            "1",
            "西河镇畜禽粪污直排,群众反映强烈。",
            measures=["建设沼气池"],
            responsible_units=["西河镇人民政府", "县农业农村局"],
            deadline=due("2025年5月底前", "2025-05-31"),
        ),
        problem(
            "2",
            "砂石厂未批先建。",
            measures=["依法取缔"],
            responsible_units=["县自然资源局"],
            deadline=due("立行立改", immediate=True),
        ),
        encoding="gb18030",
    ),
    text_plan(
        "制表符分隔",
        PASTED,
        """
序号\t反馈问题\t整改目标\t责任单位\t完成时限
一\t东湖蓝藻暴发。\t无大面积蓝藻。\t市水务局、东湖区政府\t2026年10月
二\t涉气企业超标。\t达标排放。\t市生态环境局\t2025年9月15日前
""",
        problem(
            "1",
            "东湖蓝藻暴发。",
            target="无大面积蓝藻。",
            responsible_units=["市水务局", "东湖区政府"],
            deadline=due("2026年10月", "2026-10-31"),
        ),
        problem(
            "2",
            "涉气企业超标。",
            target="达标排放。",
            responsible_units=["市生态环境局"],
            deadline=due("2025年9月15日前", "2025-09-15"),
        ),
    ),
)

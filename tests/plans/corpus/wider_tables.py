"""The registers of the fourth set: split rows, two fields in one column, columns that are no field, leaders beside units."""

from __future__ import annotations

from tests.plans.corpus.files import Grid, Sheet, excel, word
from tests.plans.corpus.plan import Plan, due, measure, problem

TABLES = (
    Plan(
        name="广-每行一个单位",
        shape="Word 表格",
        build=lambda: word(
            "苍梧岭市督察整改任务分解表",
            Grid(
                rows=[
                    ["序号", "反馈问题", "整改措施", "责任单位", "整改时限"],
                    ["1", "沿河餐饮污水直排。", "封堵排口17处。", "市水务局", "2026年8月底前"],
                    ["1", "沿河餐饮污水直排。", "封堵排口17处。", "市城市管理局", "2026年8月底前"],
                    ["1", "沿河餐饮污水直排。", "封堵排口17处。", "城东区政府", "2026年8月底前"],
                    ["2", "采石场未覆绿。", "覆土植草60亩。", "市自然资源局", "2027年3月31日"],
                    ["", "", "", "市林业局", ""],
                ]
            ),
        ),
        problems=(
            problem(
                "1",
                "沿河餐饮污水直排。",
                measures=["封堵排口17处。"],
                responsible_units=["市水务局", "市城市管理局", "城东区政府"],
                deadline=due("2026年8月底前", "2026-08-31"),
            ),
            problem(
                "2",
                "采石场未覆绿。",
                measures=["覆土植草60亩。"],
                responsible_units=["市自然资源局", "市林业局"],
                deadline=due("2027年3月31日", "2027-03-31"),
            ),
        ),
    ),
    Plan(
        name="广-措施及时限一栏",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "清单": Sheet(
                    rows=[
                        ["序号", "存在问题", "整改措施及时限", "责任单位"],
                        [
                            1,
                            "老旧垃圾填埋场渗滤液外溢。",
                            "1.完成应急抽排（2026年3月底前）。\n2.建成防渗墙（2026年11月底前）。",
                            "市城市管理局",
                        ],
                        [2, "噪声投诉居高不下。", "划定禁鸣区（2026年6月30日前）。", "市公安局"],
                    ]
                )
            }
        ),
        problems=(
            problem(
                "1",
                "老旧垃圾填埋场渗滤液外溢。",
                measures=[
                    measure("完成应急抽排（2026年3月底前）。", due("2026年3月底前", "2026-03-31")),
                    measure("建成防渗墙（2026年11月底前）。", due("2026年11月底前", "2026-11-30")),
                ],
                responsible_units=["市城市管理局"],
                deadline=due("2026年11月底前", "2026-11-30"),
            ),
            problem(
                "2",
                "噪声投诉居高不下。",
                measures=[measure("划定禁鸣区（2026年6月30日前）。", due("2026年6月30日前", "2026-06-30"))],
                responsible_units=["市公安局"],
                deadline=due("2026年6月30日前", "2026-06-30"),
            ),
        ),
        codes=frozenset({"several-dates"}),
    ),
    Plan(
        name="广-销号标准与备注",
        shape="Word 表格",
        build=lambda: word(
            "附件：琅琊渡县整改任务清单",
            Grid(
                rows=[
                    ["序号", "问题表述", "整改目标", "验收销号标准", "整改措施", "责任单位", "完成时限", "备注"],
                    [
                        "１",
                        "河道岸线侵占１２处。",
                        "全部清退。",
                        "现场核查无侵占，影像资料齐全。",
                        "１．拆除违建。２．恢复岸线３．６公里。",
                        "县水利局",
                        "２０２６年１０月３１日前",
                        "省督办",
                    ],
                    [
                        "２",
                        "加油站油气回收不正常。",
                        "正常运行。",
                        "抽测合格率１００％。",
                        "更换密封件。",
                        "县商务局",
                        "立行立改",
                        "",
                    ],
                ]
            ),
            "备注：本表一式三份。",
        ),
        problems=(
            problem(
                "1",
                "河道岸线侵占１２处。",
                target="全部清退。",
                measures=["拆除违建。", "恢复岸线３．６公里。"],
                responsible_units=["县水利局"],
                deadline=due("２０２６年１０月３１日前", "2026-10-31"),
            ),
            problem(
                "2",
                "加油站油气回收不正常。",
                target="正常运行。",
                measures=["更换密封件。"],
                responsible_units=["县商务局"],
                deadline=due("立行立改", immediate=True),
            ),
        ),
    ),
    Plan(
        name="广-目标与验收标准两栏",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "台账": Sheet(
                    rows=[
                        [
                            "编号",
                            "问题",
                            "整改目标",
                            "验收标准",
                            "责任单位",
                            "时限",
                            "整改状态",
                            "完成比例",
                            "进展情况",
                        ],
                        [
                            1,
                            "船舶污染物接收不足。",
                            "应收尽收。",
                            "联单闭环。",
                            "市交通运输局",
                            "2026.9",
                            "整改中",
                            "60%",
                            "已建接收点3处。",
                        ],
                        [
                            2,
                            "码头未建雨水池。",
                            "雨水达标。",
                            "监测合格。",
                            "市港航中心",
                            "2026/12/31",
                            "未启动",
                            "0",
                            None,
                        ],
                    ]
                )
            }
        ),
        problems=(
            problem(
                "1",
                "船舶污染物接收不足。",
                target="应收尽收。",
                responsible_units=["市交通运输局"],
                deadline=due("2026.9", "2026-09-30"),
                progress="已建接收点3处。",
            ),
            problem(
                "2",
                "码头未建雨水池。",
                target="雨水达标。",
                responsible_units=["市港航中心"],
                deadline=due("2026/12/31", "2026-12-31"),
            ),
        ),
    ),
    Plan(
        name="广-领导部门与责任人",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "Sheet1": Sheet(
                    rows=[
                        ["序号", "整改问题", "整改措施", "责任领导", "责任部门", "责任人", "完成时间"],
                        [1, "汽修喷漆废气直排。", "密闭喷漆房。", "沈某某", "县交通运输局", "韩某", "2026年4月底"],
                        [2, "餐厨垃圾去向不明。", "建立台账。", "陆某", "县城管局 县市场监管局", "卫某某", "2026年5月"],
                    ]
                )
            }
        ),
        problems=(
            problem(
                "1",
                "汽修喷漆废气直排。",
                measures=["密闭喷漆房。"],
                responsible_units=["县交通运输局"],
                responsible_persons="韩某",
                deadline=due("2026年4月底", "2026-04-30"),
            ),
            problem(
                "2",
                "餐厨垃圾去向不明。",
                measures=["建立台账。"],
                responsible_units=["县城管局", "县市场监管局"],
                responsible_persons="卫某某",
                deadline=due("2026年5月", "2026-05-31"),
            ),
        ),
    ),
)

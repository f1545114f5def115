"""A fifth set, the registers: headers of two rows, repeated headers, petitions, measures with units and days of their own."""

from __future__ import annotations

from datetime import date

from tests.plans.corpus.files import Grid, Sheet, excel, word
from tests.plans.corpus.plan import Plan, due, measure, problem

PLANS = (
    Plan(
        name="域-两层表头与完成情况",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "填表说明": Sheet(rows=[["一、本表由市整改办统一编号。"], ["二、每月25日前报送进展。"]]),
                "整改清单": Sheet(
                    rows=[
                        ["附件1", *[None] * 9],
                        ["岷沱市省生态环境保护督察反馈问题整改情况一览表", *[None] * 9],
                        ["填报单位：市整改办", *[None] * 9],
                        [
                            "序号",
                            "反馈问题",
                            "整改目标",
                            "整改措施",
                            "责任分工",
                            None,
                            "责任人",
                            "整改时限",
                            "进展情况",
                            "是否完成",
                        ],
                        [None, None, None, None, "牵头单位", "责任单位", None, None, None, None],
                        [
                            "1-1",
                            "沱岭河流域畜禽养殖污染。",
                            "总磷浓度降至0.2毫克/升以下。",
                            "1.关停禁养区养殖场14家。\n2.建设粪污收集池220口。",
                            "市农业农村局",
                            "市生态环境局\n沱岭县政府",
                            "周某某",
                            "2026年6月30日前",
                            "已关停14家。",
                            "否",
                        ],
                        [
                            "1-2",
                            "沿岸场镇污水管网破损。",
                            "污水收集率达到75%以上。",
                            "1.修复管网13公里。",
                            "市住房城乡建设局",
                            "各县（市、区）人民政府",
                            "吴某",
                            date(2026, 12, 31),
                            None,
                            "否",
                        ],
                        [
                            "2",
                            "页岩气钻井岩屑堆存不规范。",
                            "岩屑规范处置。",
                            "1.清运处置岩屑1.2万吨。",
                            "市经济和信息化局",
                            "岷沱油气公司",
                            "郑某某",
                            "已完成",
                            "已全部清运。",
                            "是",
                        ],
                    ],
                    merges=[
                        (1, 0, 1, 9),
                        (2, 0, 2, 9),
                        (3, 4, 3, 5),
                        *((3, column, 4, column) for column in (0, 1, 2, 3, 6, 7, 8, 9)),
                    ],
                    formats={(6, 7): "yyyy-mm-dd"},
                ),
            }
        ),
        problems=(
            problem(
                "1-1",
                "沱岭河流域畜禽养殖污染。",
                target="总磷浓度降至0.2毫克/升以下。",
                measures=["关停禁养区养殖场14家。", "建设粪污收集池220口。"],
                lead_units=["市农业农村局"],
                responsible_units=["市生态环境局", "沱岭县政府"],
                responsible_persons="周某某",
                deadline=due("2026年6月30日前", "2026-06-30"),
                progress="已关停14家。",
                indicators=[{"comparator": "<=", "value": "0.2", "unit": "毫克/升", "year": None, "pending": False}],
            ),
            problem(
                "1-2",
                "沿岸场镇污水管网破损。",
                target="污水收集率达到75%以上。",
                measures=["修复管网13公里。"],
                lead_units=["市住房城乡建设局"],
                responsible_units=["各县（市、区）人民政府"],
                responsible_persons="吴某",
                deadline=due("2026-12-31", "2026-12-31"),
            ),
            problem(
                "2",
                "页岩气钻井岩屑堆存不规范。",
                target="岩屑规范处置。",
                measures=["清运处置岩屑1.2万吨。"],
                lead_units=["市经济和信息化局"],
                responsible_units=["岷沱油气公司"],
                responsible_persons="郑某某",
                deadline=due("已完成"),
                progress="已全部清运。",
            ),
        ),
        codes=frozenset({"missing-date"}),
    ),
    Plan(
        name="域-表头每页重复",
        shape="Word 表格",
        build=lambda: word(
            "附件1",
            "楚荆县整改任务清单",
            Grid(
                rows=[
                    ["序号", "整改任务", "整改措施", "责任单位", "责任领导", "整改时限"],
                    [
                        "1",
                        "长湖围网养殖未清退。",
                        "①拆除围网1.3万亩；②增殖放流。",
                        "县农业农村局及县水利和湖泊局",
                        "副县长邓某",
                        "2025年12月31日前完成并长期坚持",
                    ],
                    ["序号", "整改任务", "整改措施", "责任单位", "责任领导", "整改时限"],
                    [
                        "2",
                        "磷石膏库渗漏。",
                        "①防渗整改；②渗滤液全收集。",
                        "楚荆化工有限公司",
                        "副县长邓某",
                        "2026年汛期前",
                    ],
                ]
            ),
            "附件2",
            "楚荆县边督边改任务清单",
            Grid(
                rows=[
                    ["序号", "整改任务", "整改措施", "责任单位", "责任领导", "整改时限"],
                    ["1", "码头散货未苫盖。", "全部苫盖。", "县交通运输局", "副县长韦某", "立行立改"],
                ]
            ),
        ),
        problems=(
            problem(
                "1",
                "长湖围网养殖未清退。",
                measures=["拆除围网1.3万亩；", "增殖放流。"],
                responsible_units=["县农业农村局", "县水利和湖泊局"],
                responsible_persons="副县长邓某",
                deadline=due("2025年12月31日前完成并长期坚持", "2025-12-31", long_term=True),
            ),
            problem(
                "2",
                "磷石膏库渗漏。",
                measures=["防渗整改；", "渗滤液全收集。"],
                responsible_units=["楚荆化工有限公司"],
                responsible_persons="副县长邓某",
                deadline=due("2026年汛期前", "2026-05-31"),
            ),
            problem(
                "3",
                "码头散货未苫盖。",
                measures=["全部苫盖。"],
                responsible_units=["县交通运输局"],
                responsible_persons="副县长韦某",
                deadline=due("立行立改", immediate=True),
            ),
        ),
        codes=frozenset({"by-calendar"}),
    ),
    Plan(
        name="域-边督边改公开",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "第五批": Sheet(
                    rows=[
                        ["群众信访举报转办和边督边改公开情况一览表（第五批）", *[None] * 8],
                        [
                            "序号",
                            "受理编号",
                            "交办问题基本情况",
                            "行政区域",
                            "污染类型",
                            "调查核实情况",
                            "是否属实",
                            "处理和整改情况",
                            "问责情况",
                        ],
                        [
                            1,
                            "D2GS202606030012",
                            "砂石厂夜间生产噪声扰民。",
                            "安岭区",
                            "噪音",
                            "经查，该厂夜间生产属实。",
                            "属实",
                            "责令停止夜间生产，加装隔声屏障。",
                            "无",
                        ],
                        [
                            2,
                            "X2GS202606030034",
                            "养猪场粪污直排农田。",
                            "临水县",
                            "水、土壤",
                            "经查，未发现直排。",
                            "不属实",
                            "加强日常巡查。",
                            "无",
                        ],
                    ],
                    merges=[(0, 0, 0, 8)],
                )
            }
        ),
        problems=(
            problem("1", "砂石厂夜间生产噪声扰民。", progress="责令停止夜间生产，加装隔声屏障。"),
            problem("2", "养猪场粪污直排农田。", progress="加强日常巡查。"),
        ),
    ),
    Plan(
        name="域-每条措施有单位和时限",
        shape="Word 表格",
        build=lambda: word(
            "钱江源市中央生态环境保护督察反馈问题整改任务分工表",
            Grid(
                rows=[
                    ["领域", "序号", "问题清单", "整改措施", "责任单位", "责任人", "整改时限"],
                    [
                        "一、海洋生态",
                        "1",
                        "滨海湿地被违规填占。",
                        "（1）停止一切填海活动。",
                        "市自然资源和规划局",
                        "方某某",
                        "立即整改",
                    ],
                    ["", "", "", "（2）编制生态修复方案。", "市自然资源和规划局", "方某某", "2026年3月底前"],
                    ["", "", "", "（3）恢复滨海湿地210公顷。", "江海新区管委会", "陶某", "2027年年底前"],
                    [
                        "二、工业污染",
                        "2",
                        "电镀园区废水超标。",
                        "（1）实施废水提标改造。",
                        "江海新区管委会",
                        "陶某",
                        "2026年9月",
                    ],
                ],
                merges=[(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 3, 2)],
            ),
        ),
        problems=(
            problem(
                "1",
                "滨海湿地被违规填占。",
                area="海洋生态",
                measures=[
                    measure("停止一切填海活动。", due("立即整改", immediate=True)),
                    measure("编制生态修复方案。", due("2026年3月底前", "2026-03-31")),
                    measure("恢复滨海湿地210公顷。", due("2027年年底前", "2027-12-31")),
                ],
                responsible_units=["市自然资源和规划局", "江海新区管委会"],
                responsible_persons="方某某、陶某",
                deadline=due("2027年年底前", "2027-12-31"),
            ),
            problem(
                "2",
                "电镀园区废水超标。",
                area="工业污染",
                measures=["实施废水提标改造。"],
                responsible_units=["江海新区管委会"],
                responsible_persons="陶某",
                deadline=due("2026年9月", "2026-09-30"),
            ),
        ),
        codes=frozenset({"several-dates"}),
    ),
)

"""Divisions of a work report, labels that run on one line, and opinions with numbered duties and indicators."""

from __future__ import annotations

from tests.plans.corpus.plan import due, problem, text_plan

REPORT = "工作报告任务分解"
ONE_LINE = "标签连排一行"
OPINIONS = "实施意见条目"

PLANS = (
    text_plan(
        "分解-指标",
        REPORT,
        """
2026年《政府工作报告》生态环保任务分解方案
一、主要预期目标
1.空气质量优良天数比率达到85%以上。
牵头领导：市政府分管领导
牵头单位：市生态环境局
责任单位：市公安局、市住房城乡建设局，各县区人民政府
完成时限：2026年12月底
2.单位地区生产总值二氧化碳排放下降完成省上下达任务。
牵头领导：市政府常务副市长
牵头单位：市发展改革委
责任单位：市统计局等，各县区人民政府
完成时限：全年
二、重点工作
3.新建改造污水管网80公里以上，6月底前开工。
牵头领导：市政府分管领导
牵头单位：市住房城乡建设局
责任单位：市财政局、高新区管委会
完成时限：2026年11月30日前
""",
        problem(
            "1",
            "空气质量优良天数比率达到85%以上。",
            area="主要预期目标",
            lead_units=["市生态环境局"],
            responsible_units=["市公安局", "市住房城乡建设局", "各县区人民政府"],
            responsible_persons="市政府分管领导",
            deadline=due("2026年12月底", "2026-12-31"),
            indicators=[{"comparator": ">=", "value": "85", "unit": "%", "year": None, "pending": False}],
        ),
        problem(
            "2",
            "单位地区生产总值二氧化碳排放下降完成省上下达任务。",
            area="主要预期目标",
            lead_units=["市发展改革委"],
            responsible_units=["市统计局", "各县区人民政府"],
            responsible_persons="市政府常务副市长",
            deadline=due("全年"),
            indicators=[{"comparator": None, "value": None, "unit": None, "year": None, "pending": True}],
        ),
        problem(
            "3",
            "新建改造污水管网80公里以上，6月底前开工。",
            area="重点工作",
            lead_units=["市住房城乡建设局"],
            responsible_units=["市财政局", "高新区管委会"],
            responsible_persons="市政府分管领导",
            deadline=due("2026年11月30日前", "2026-11-30"),
            indicators=[{"comparator": ">=", "value": "80", "unit": "公里", "year": None, "pending": False}],
        ),
        codes=("open-ended-units", "missing-date", "missing-year"),
    ),
    text_plan(
        "分解-中文序号",
        REPORT,
        """
南渡县《政府工作报告》重点任务责任分工
（一）实施碧水工程。整治河道12条。
责任领导：县政府副县长周某某
牵头部门：县水利局
配合部门：县财政局、各乡镇人民政府
（二）实施净土工程。修复污染地块5个。
责任领导：县政府副县长吴某某
牵头部门：县生态环境局
配合部门：县自然资源局
""",
        problem(
            "1",
            "实施碧水工程。整治河道12条。",
            lead_units=["县水利局"],
            participating_units=["县财政局", "各乡镇人民政府"],
            responsible_persons="县政府副县长周某某",
        ),
        problem(
            "2",
            "实施净土工程。修复污染地块5个。",
            lead_units=["县生态环境局"],
            participating_units=["县自然资源局"],
            responsible_persons="县政府副县长吴某某",
        ),
    ),
    text_plan(
        "一行-句号分隔",
        ONE_LINE,
        """
红石镇环境问题整改清单
1.镇区污水直排。责任单位：镇村建办。责任人：马某某。整改时限：2025年9月底前。整改措施：接入管网。
2.垃圾转运站异味。责任单位：镇环卫所、镇综合执法队。责任人：牛某某。整改时限：立行立改。整改措施：密闭运输，日产日清。
3.道路扬尘。责任单位：镇交管站。责任人：杨某某。整改时限：长期坚持。整改措施：洒水降尘。
""",
        problem(
            "1",
            "镇区污水直排。",
            measures=["接入管网。"],
            responsible_units=["镇村建办"],
            responsible_persons="马某某",
            deadline=due("2025年9月底前", "2025-09-30"),
        ),
        problem(
            "2",
            "垃圾转运站异味。",
            measures=["密闭运输，日产日清。"],
            responsible_units=["镇环卫所", "镇综合执法队"],
            responsible_persons="牛某某",
            deadline=due("立行立改", immediate=True),
        ),
        problem(
            "3",
            "道路扬尘。",
            measures=["洒水降尘。"],
            responsible_units=["镇交管站"],
            responsible_persons="杨某某",
            deadline=due("长期坚持", long_term=True),
        ),
    ),
    text_plan(
        "一行-分号与空格",
        ONE_LINE,
        """
碧泉区整改台账
问题1：加油站油气回收装置损坏；整改目标：正常运行；责任单位：区商务局；整改时限：2026-03-31；整改进展：已更换
问题2：汽修店喷漆废气未收集；整改目标：规范收集处理；责任单位：区交通运输局、区生态环境分局；整改时限：2026年4月；整改进展：正在整改
""",
        problem(
            "1",
            "加油站油气回收装置损坏",
            target="正常运行",
            responsible_units=["区商务局"],
            deadline=due("2026-03-31", "2026-03-31"),
            progress="已更换",
        ),
        problem(
            "2",
            "汽修店喷漆废气未收集",
            target="规范收集处理",
            responsible_units=["区交通运输局", "区生态环境分局"],
            deadline=due("2026年4月", "2026-04-30"),
            progress="正在整改",
        ),
    ),
    text_plan(
        "意见-指标与目标年",
        OPINIONS,
        """
安澜市关于深入打好污染防治攻坚战的实施意见
为深入打好污染防治攻坚战，制定本意见。
一、总体要求
（一）指导思想。坚持生态优先。
二、重点任务
（二）强化大气治理。到2027年，细颗粒物平均浓度控制在28微克/立方米以下，优良天数比率达到90.5%。
（三）强化水治理。到2027年，国控断面优良比例达到93%左右，完成省上下达的总量减排任务。
（四）强化土壤治理。受污染耕地安全利用率稳定在95%以上。
三、保障措施
（五）加强组织领导。落实党政同责。
""",
        problem(
            "2",
            "强化大气治理。到2027年，细颗粒物平均浓度控制在28微克/立方米以下，优良天数比率达到90.5%。",
            area="重点任务",
            indicators=[
                {"comparator": "<=", "value": "28", "unit": "微克/立方米", "year": 2027, "pending": False},
                {"comparator": "=", "value": "90.5", "unit": "%", "year": 2027, "pending": False},
            ],
        ),
        problem(
            "3",
            "强化水治理。到2027年，国控断面优良比例达到93%左右，完成省上下达的总量减排任务。",
            area="重点任务",
            indicators=[
                {"comparator": "~", "value": "93", "unit": "%", "year": 2027, "pending": False},
                {"comparator": None, "value": None, "unit": None, "year": 2027, "pending": True},
            ],
        ),
        problem(
            "4",
            "强化土壤治理。受污染耕地安全利用率稳定在95%以上。",
            area="重点任务",
            indicators=[{"comparator": ">=", "value": "95", "unit": "%", "year": None, "pending": False}],
        ),
    ),
    text_plan(
        "意见-国标编码",
        OPINIONS,
        """
沙洲县贯彻落实督察反馈意见整改方案
一、基本要求
坚持标本兼治。
二、整改措施
（一）推动绿色转型
1.严控两高项目。
全面清理在建项目，建立管理台账。
2.发展循环经济。推进园区循环化改造。
（二）补齐设施短板
1.扩建污水处理厂。2026年10月底前完成扩建，处理能力达到6万吨/日。
三、组织保障
1.强化调度。
""",
        problem("1", "严控两高项目。\n全面清理在建项目，建立管理台账。", area="推动绿色转型"),
        problem("2", "发展循环经济。推进园区循环化改造。", area="推动绿色转型"),
        problem(
            "3",
            "扩建污水处理厂。2026年10月底前完成扩建，处理能力达到6万吨/日。",
            area="补齐设施短板",
            deadline=due("2026年10月底前", "2026-10-31"),
            indicators=[{"comparator": "=", "value": "6", "unit": "万吨/日", "year": 2026, "pending": False}],
        ),
        encoding="gb18030",
    ),
)

"""Plans as Word files: automatic numbers, tables with merged and nested cells, one form per problem."""

from __future__ import annotations

from tests.plans.corpus.files import Auto, Grid, word
from tests.plans.corpus.plan import Plan, due, measure, problem

TEXT = "Word 段落"
TABLE = "Word 表格"


PLANS = (
    Plan(
        name="Word-自动编号",
        shape=TEXT,
        build=lambda: word(
            "枫林市贯彻落实督察反馈意见整改方案",
            Auto(0, "指导思想"),
            "坚持问题导向，举一反三。",
            Auto(0, "整改措施"),
            Auto(1, "加强水污染防治"),
            Auto(2, "整治枫河沿岸排污口32个。（责任单位：市生态环境局、市水务局；整改时限：2026年5月底前）"),
            Auto(2, "建设生态缓冲带。（责任单位：枫林区、河西区政府；整改时限：2027年年底）"),
            Auto(1, "加强固废监管"),
            Auto(2, "清理非法堆存工业固废。（责任单位：市生态环境局；整改时限：立行立改）"),
            Auto(0, "保障措施"),
            Auto(1, "加强组织领导。压实各级责任。"),
        ),
        problems=(
            problem(
                "1",
                "整治枫河沿岸排污口32个。",
                area="加强水污染防治",
                responsible_units=["市生态环境局", "市水务局"],
                deadline=due("2026年5月底前", "2026-05-31"),
            ),
            problem(
                "2",
                "建设生态缓冲带。",
                area="加强水污染防治",
                responsible_units=["枫林区政府", "河西区政府"],
                deadline=due("2027年年底", "2027-12-31"),
            ),
            problem(
                "3",
                "清理非法堆存工业固废。",
                area="加强固废监管",
                responsible_units=["市生态环境局"],
                deadline=due("立行立改", immediate=True),
            ),
        ),
    ),
    Plan(
        name="Word-表格带分区行",
        shape=TABLE,
        build=lambda: word(
            "附件1",
            "栖霞岭县督察反馈问题整改任务清单",
            Grid(
                rows=[
                    ["序号", "反馈问题", "整改目标", "整改措施", "责任单位", "责任人", "完成时限"],
                    ["一、大气环境方面", "", "", "", "", "", ""],
                    [
                        "1",
                        "县城建筑工地扬尘管控不到位。",
                        "六个百分百达标。",
                        "1.开展专项整治。\n2.安装在线监测。",
                        "县住房和城乡建设局、县城市管理局",
                        "何某某",
                        "2025年12月31日",
                    ],
                    [
                        "2",
                        "散煤复烧问题突出。",
                        "散煤清零。",
                        "1.加强巡查。\n2.保障洁净煤供应。",
                        "县发展和改革局，各乡镇人民政府",
                        "吕某某",
                        "2026年3月底前并长期坚持",
                    ],
                    ["二、水环境方面", "", "", "", "", "", ""],
                    [
                        "3",
                        "栖水河断面水质超标。",
                        "断面水质达到Ⅲ类。",
                        "控源截污，生态补水。",
                        "县水利局",
                        "施某某",
                        "2026年12月",
                    ],
                ],
                merges=[(1, 0, 1, 6), (4, 0, 4, 6)],
            ),
            "注：本清单由县整改办负责解释。",
        ),
        problems=(
            problem(
                "1",
                "县城建筑工地扬尘管控不到位。",
                area="大气环境方面",
                target="六个百分百达标。",
                measures=["开展专项整治。", "安装在线监测。"],
                responsible_units=["县住房和城乡建设局", "县城市管理局"],
                responsible_persons="何某某",
                deadline=due("2025年12月31日", "2025-12-31"),
            ),
            problem(
                "2",
                "散煤复烧问题突出。",
                area="大气环境方面",
                target="散煤清零。",
                measures=["加强巡查。", "保障洁净煤供应。"],
                responsible_units=["县发展和改革局", "各乡镇人民政府"],
                responsible_persons="吕某某",
                deadline=due("2026年3月底前并长期坚持", "2026-03-31", long_term=True),
            ),
            problem(
                "3",
                "栖水河断面水质超标。",
                area="水环境方面",
                target="断面水质达到Ⅲ类。",
                measures=["控源截污，生态补水。"],
                responsible_units=["县水利局"],
                responsible_persons="施某某",
                deadline=due("2026年12月", "2026-12-31"),
            ),
        ),
    ),
    Plan(
        name="Word-一题多行",
        shape=TABLE,
        build=lambda: word(
            "龙湾市整改措施清单",
            Grid(
                rows=[
                    ["问题编号", "具体问题", "整改措施", "责任单位", "整改时限"],
                    ["1", "龙湾湿地被侵占。", "清退围垦鱼塘300亩。", "市林业局", "2025年9月底前"],
                    ["", "", "恢复湿地植被。", "龙湾区政府", "2026年9月底前"],
                    ["2", "医疗废物收集不及时。", "增配转运车4辆。", "市卫生健康委", "2025年6月30日"],
                    ["", "", "建立48小时转运制度。", "市生态环境局", "2025年6月30日"],
                ],
                merges=[(1, 0, 2, 0), (1, 1, 2, 1), (3, 0, 4, 0), (3, 1, 4, 1)],
            ),
        ),
        problems=(
            problem(
                "1",
                "龙湾湿地被侵占。",
                measures=[
                    measure("清退围垦鱼塘300亩。", due("2025年9月底前", "2025-09-30")),
                    measure("恢复湿地植被。", due("2026年9月底前", "2026-09-30")),
                ],
                responsible_units=["市林业局", "龙湾区政府"],
                deadline=due("2026年9月底前", "2026-09-30"),
            ),
            problem(
                "2",
                "医疗废物收集不及时。",
                measures=[
                    measure("增配转运车4辆。", due("2025年6月30日", "2025-06-30")),
                    measure("建立48小时转运制度。", due("2025年6月30日", "2025-06-30")),
                ],
                responsible_units=["市卫生健康委", "市生态环境局"],
                deadline=due("2025年6月30日", "2025-06-30"),
            ),
        ),
        codes=frozenset({"several-dates"}),
    ),
    Plan(
        name="Word-一题一表",
        shape=TABLE,
        build=lambda: word(
            "玉泉县整改销号情况表",
            Grid(
                rows=[
                    ["问题编号", "第六项", "整改时限", "2025年11月底前"],
                    ["反馈问题", "矿区道路扬尘严重。", "", ""],
                    ["责任单位", "县交通运输局、玉矿集团", "督导单位", "县政府办公室"],
                    ["整改目标", "道路清洁，无明显扬尘。", "", ""],
                    ["整改措施", "1.硬化道路8公里。\n2.每日洒水四次。", "", ""],
                    ["完成情况", "已硬化道路8公里。", "", ""],
                ],
                merges=[(1, 1, 1, 3), (3, 1, 3, 3), (4, 1, 4, 3), (5, 1, 5, 3)],
            ),
            "",
            Grid(
                rows=[
                    ["问题编号", "第七项", "整改时限", "长期坚持"],
                    ["反馈问题", "河长巡河流于形式。", "", ""],
                    ["责任单位", "县河长制办公室", "督导单位", "县政府办公室"],
                    ["整改目标", "巡河全覆盖。", "", ""],
                    ["整改措施", "推行电子巡河。", "", ""],
                    ["完成情况", "已上线巡河系统。", "", ""],
                ],
                merges=[(1, 1, 1, 3), (3, 1, 3, 3), (4, 1, 4, 3), (5, 1, 5, 3)],
            ),
        ),
        problems=(
            problem(
                "6",
                "矿区道路扬尘严重。",
                target="道路清洁，无明显扬尘。",
                measures=["硬化道路8公里。", "每日洒水四次。"],
                responsible_units=["县交通运输局", "玉矿集团"],
                supervising_units=["县政府办公室"],
                deadline=due("2025年11月底前", "2025-11-30"),
                progress="已硬化道路8公里。",
            ),
            problem(
                "7",
                "河长巡河流于形式。",
                target="巡河全覆盖。",
                measures=["推行电子巡河。"],
                responsible_units=["县河长制办公室"],
                supervising_units=["县政府办公室"],
                deadline=due("长期坚持", long_term=True),
                progress="已上线巡河系统。",
            ),
        ),
    ),
    Plan(
        name="Word-嵌套表格",
        shape=TABLE,
        build=lambda: word(
            "金沙岭市整改台账",
            Grid(
                rows=[
                    ["序号", "整改问题", "整改措施", "牵头单位", "整改时限"],
                    [
                        "1",
                        "城区噪声扰民。",
                        Grid(rows=[["1.划定禁鸣区。"], ["2.规范夜间施工。"]]),
                        "市公安局",
                        "2025年10月底",
                    ],
                    ["2", "露天烧烤反弹。", "定点经营，净化油烟。", "市城市管理局", "立行立改、长期坚持"],
                ],
            ),
        ),
        problems=(
            problem(
                "1",
                "城区噪声扰民。",
                measures=["划定禁鸣区。", "规范夜间施工。"],
                lead_units=["市公安局"],
                deadline=due("2025年10月底", "2025-10-31"),
            ),
            problem(
                "2",
                "露天烧烤反弹。",
                measures=["定点经营，净化油烟。"],
                lead_units=["市城市管理局"],
                deadline=due("立行立改、长期坚持", long_term=True, immediate=True),
            ),
        ),
    ),
)

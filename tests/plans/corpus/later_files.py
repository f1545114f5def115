"""A sixth set, written after the rules the fifth one taught, to see whether they hold for others: tables and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.plans.corpus.files import Grid, Sheet, excel, pdf, ruled, word
from tests.plans.corpus.plan import Plan, due, measure, problem

PLANS = (
    Plan(
        name="后-市县两级责任栏",
        shape="Word 表格",
        build=lambda: word(
            "中原坡市中央生态环境保护督察反馈问题整改清单",
            "（第三轮）",
            Grid(
                rows=[
                    ["编号", "问题（任务）", "具体整改措施", "完成时限", "责任单位及责任领导", "", "验收销号单位"],
                    ["", "", "", "", "市级牵头单位", "责任领导", ""],
                    [
                        "（一）",
                        "黄河滩区违建未清理到位。",
                        "1.拆除违建21处；2.复耕复绿。",
                        "2025年底前完成整改",
                        "市水利局、市自然资源局",
                        "副市长 马某某",
                        "省水利厅",
                    ],
                    [
                        "（二）",
                        "秸秆禁烧监管存在盲区。",
                        "1.增设高清监控50套；2.落实网格责任。",
                        "长期坚持",
                        "市农业农村局",
                        "副市长 冯某",
                        "省农业农村厅",
                    ],
                ],
                merges=[(0, 4, 0, 5), *((0, column, 1, column) for column in (0, 1, 2, 3, 6))],
            ),
            "说明：1.责任领导调整的，由继任者负责。",
        ),
        problems=(
            problem(
                "1",
                "黄河滩区违建未清理到位。",
                measures=["拆除违建21处；", "复耕复绿。"],
                lead_units=["市水利局", "市自然资源局"],
                responsible_persons="副市长 马某某",
                deadline=due("2025年底前完成整改", "2025-12-31"),
            ),
            problem(
                "2",
                "秸秆禁烧监管存在盲区。",
                measures=["增设高清监控50套；", "落实网格责任。"],
                lead_units=["市农业农村局"],
                responsible_persons="副市长 冯某",
                deadline=due("长期坚持", long_term=True),
            ),
        ),
    ),
    Plan(
        name="后-折行表头与销号情况",
        shape="Excel 表格",
        build=lambda: excel(
            {
                "附表": Sheet(
                    rows=[
                        ["附表2", *[None] * 7],
                        ["湘源市突出生态环境问题整改销号一览表（截至2026年3月底）", *[None] * 7],
                        [
                            "序\n号",
                            "问题来源",
                            "突出环境\n问题",
                            "整改\n措施",
                            "责任\n单位",
                            "整改\n时限",
                            "整改进\n展情况",
                            "是否\n销号",
                        ],
                        [
                            1,
                            "2025年省级警示片",
                            "锰矿矿涌水超标外排。",
                            "一是建设应急处理站；二是封堵废弃矿硐5个。",
                            "花岭县人民政府\n市自然资源和规划局",
                            date(2026, 6, 30),
                            "已封堵3个。",
                            "未销号",
                        ],
                        [
                            2,
                            "2024年中央督察",
                            "船舶垃圾收集点配备不足。",
                            "一是新增收集点20处；二是建立联单制度。",
                            "市交通运输局 市水上支队",
                            "2025年12月底",
                            "已全部完成。",
                            "已销号",
                        ],
                    ],
                    merges=[(1, 0, 1, 7)],
                    formats={(3, 5): "yyyy年m月d日"},
                )
            }
        ),
        problems=(
            problem(
                "1",
                "锰矿矿涌水超标外排。",
                measures=["建设应急处理站；", "封堵废弃矿硐5个。"],
                responsible_units=["花岭县人民政府", "市自然资源和规划局"],
                deadline=due("2026年6月30日", "2026-06-30"),
                progress="已封堵3个。",
            ),
            problem(
                "2",
                "船舶垃圾收集点配备不足。",
                measures=["新增收集点20处；", "建立联单制度。"],
                responsible_units=["市交通运输局", "市水上支队"],
                deadline=due("2025年12月底", "2025-12-31"),
                progress="已全部完成。",
            ),
        ),
    ),
    Plan(
        name="后-网页任务表",
        shape="网页",
        build=lambda: (
            "<html><head><meta charset='utf-8'><title>闽江源市政府</title></head><body>"
            "<ul class='menu'><li><a href='1'>首页</a></li><li><a href='2'>要闻动态</a></li><li><a href='3'>政务公开</a></li></ul>"
            "<h2>闽江源市督察整改任务进展情况（2026年第一季度）</h2>"
            "<table border='1'><tr><th>任务<br>序号</th><th>整改任务</th><th>整改目标</th><th>整改措施</th><th>责任领导</th>"
            "<th>牵头部门</th><th>配合部门</th><th>整改时限</th><th>一季度进展</th></tr>"
            "<tr><td rowspan='2'>7</td><td rowspan='2'>水葫芦集中暴发。</td><td rowspan='2'>水葫芦得到有效控制。</td>"
            "<td>①打捞水葫芦3.2万吨；</td><td rowspan='2'>张某</td><td rowspan='2'>市水利局</td>"
            "<td rowspan='2'>市农业农村局<br>沿江各县（区）</td><td>2026年3月底前</td><td>已打捞1.1万吨。</td></tr>"
            "<tr><td>②建立打捞长效机制。</td><td>2026年8月底前</td><td>正在起草方案。</td></tr>"
            "<tr><td>12</td><td>石材企业废渣乱倒。</td><td>规范处置。</td><td>建设废渣处置场1座。</td><td>林某某</td>"
            "<td>市工业和信息化局</td><td>市生态环境局</td><td>2027年3月</td><td>正在选址。</td></tr></table>"
            "<div class='bottom'>闽江源市人民政府办公室主办 <a href='m'>网站地图</a></div></body></html>"
        ).encode(),
        problems=(
            problem(
                "7",
                "水葫芦集中暴发。",
                target="水葫芦得到有效控制。",
                measures=[
                    measure("打捞水葫芦3.2万吨；", due("2026年3月底前", "2026-03-31")),
                    measure("建立打捞长效机制。", due("2026年8月底前", "2026-08-31")),
                ],
                lead_units=["市水利局"],
                participating_units=["市农业农村局", "沿江各县（区）"],
                responsible_persons="张某",
                deadline=due("2026年8月底前", "2026-08-31"),
                progress="已打捞1.1万吨。\n正在起草方案。",
            ),
            problem(
                "12",
                "石材企业废渣乱倒。",
                target="规范处置。",
                measures=["建设废渣处置场1座。"],
                lead_units=["市工业和信息化局"],
                participating_units=["市生态环境局"],
                responsible_persons="林某某",
                deadline=due("2027年3月", "2027-03-31"),
                progress="正在选址。",
            ),
        ),
        codes=frozenset({"advertising", "several-dates"}),
    ),
    Plan(
        name="后-无线表格两页",
        shape="PDF",
        build=lambda: pdf(
            *(
                replace(ruled(rows, widths=[40, 130, 130, 130, 90]), rules=())
                for rows in (
                    [
                        ["序号", "整改任务", "整改目标", "责任单位", "完成时限"],
                        ["1", "河道垃圾堆积，影响行洪。", "河道清洁。", "县水利局、县城管局", "2026年4月30日"],
                        ["2", "散乱污企业反弹。", "动态清零。", "县工信局、各乡镇", "长期坚持"],
                        ["3", "洗砂场泥水直排。", "达标排放。", "县自然资源局", "2026年7月底"],
                    ],
                    [["4", "加油站油气泄漏，群众投诉较多。", "正常回收。", "县商务局", "立行立改"]],
                )
            )
        ),
        problems=(
            problem(
                "1",
                "河道垃圾堆积，影响行洪。",
                target="河道清洁。",
                responsible_units=["县水利局", "县城管局"],
                deadline=due("2026年4月30日", "2026-04-30"),
            ),
            problem(
                "2",
                "散乱污企业反弹。",
                target="动态清零。",
                responsible_units=["县工信局", "各乡镇"],
                deadline=due("长期坚持", long_term=True),
            ),
            problem(
                "3",
                "洗砂场泥水直排。",
                target="达标排放。",
                responsible_units=["县自然资源局"],
                deadline=due("2026年7月底", "2026-07-31"),
            ),
            problem(
                "4",
                "加油站油气泄漏，群众投诉较多。",
                target="正常回收。",
                responsible_units=["县商务局"],
                deadline=due("立行立改", immediate=True),
            ),
        ),
    ),
)

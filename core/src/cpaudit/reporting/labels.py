"""Every word that the report of an audit itself says; those that all documents share are among them."""

from __future__ import annotations

from enum import unique

from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.phrases import phrase as _text


@unique
class Label(Phrase):
    """A heading, a column, a word of state, or a sentence with named gaps."""

    # Title page and frame
    REPORT_TITLE = _text("清洁生产审核报告", "Cleaner Production Audit Report")
    INTERIM_TITLE = _text("清洁生产中期审核报告", "Interim Cleaner Production Audit Report")
    CONTENTS = _text("目录", "Contents")
    ROUND = _text("审核轮次", "Audit round")
    ROUND_NUMBER = _text("第{number}轮", "Round {number}")
    METHOD = _text("审核方法", "Method")
    PERIOD = _text("审核期间", "Audit period")
    ISSUED_ON = _text("报告日期", "Date of report")
    ISSUED_BY = _text("编制单位", "Issued by")
    PAGE = _text("第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}")
    TABLE_CAPTION = _text("表 {number}　{caption}", "Table {number}. {caption}")
    FIGURE_CAPTION = _text("图 {number}　{caption}", "Figure {number}. {caption}")
    NOT_RECORDED = _text("{what}：未记录。", "{what}: not recorded.")
    ILLUSTRATIVE_WARNING = _text(
        "本报告含示例数据，不反映任何真实企业的情况，不得作为监管依据。",
        "This report contains illustrative data. It describes no real enterprise and is no basis for regulation.",
    )
    UNVERIFIED_FOOTNOTE = _text(
        "† 所依据的系数或方案模板尚未与来源核对。",
        "† Based on a factor or an option template not yet checked against its source.",
    )
    BEFORE_TAX_FOOTNOTE = _text(
        "§ 简单投资偿还期：（投资－补贴）÷ 年效益，未计税。",
        "§ Simple payback, (investment − subsidies)/annual saving, before tax.",
    )
    ESTIMATED_FOOTNOTE = _text("‡ 估算值或缺省值，非实测。", "‡ Estimated or default value, not measured.")

    # Chapters
    OVERVIEW = _text("企业概况", "Overview")
    PREPARATION = _text("审核准备", "Audit preparation")
    PRE_AUDIT = _text("预审核", "Pre-audit")
    AUDIT = _text("审核", "Audit")
    OPTIONS_AND_SCREENING = _text("方案产生和筛选", "Options and screening")
    FEASIBILITY = _text("可行性分析", "Feasibility analysis")
    IMPLEMENTATION = _text("方案实施", "Implementation")
    INTERIM_RESULTS = _text("边审核边实施的无/低费方案", "No- and low-cost options carried out so far")
    NEXT_STEPS = _text("后续工作", "Next steps")
    CONTINUATION = _text("持续清洁生产", "Continuous cleaner production")
    CONCLUSION = _text("结论", "Conclusion")
    PLUGINS = _text("行业插件补充内容", "Contributions of industry plugins")
    ANNEX = _text("附录", "Annex")

    # Plugins
    PLUGIN_SECTION = _text("{heading}（插件：{plugin}）", "{heading} (plugin: {plugin})")
    PLUGIN_FAULT = _text("内容缺失", "missing content")
    PLUGIN_FAILED = _text(
        "插件“{plugin}”出错，其补充内容可能不完整。",
        "The plugin {plugin} failed; what it adds to this report may be incomplete.",
    )
    REVIEW_FINDINGS = _text("审查意见", "Review findings")
    REVIEW_FINDING = _text("意见", "Finding")
    SEVERITY = _text("程度", "Severity")
    EVIDENCE = _text("依据", "Evidence")
    CATEGORY = _text("类别", "Category")

    # Overview
    AUDIT_AT_A_GLANCE = _text("审核概要", "The audit at a glance")
    PHASE_PROGRESS = _text("各阶段进度", "Progress of the phases")
    ENTERPRISE_PROFILE = _text("企业基本情况", "Enterprise profile")
    DEPARTMENTS = _text("部门与工序", "Departments and work steps")
    PRODUCTS = _text("主要产品与产量", "Products and output")
    LIMITS = _text("排放限值与总量指标执行情况", "Limits and quotas")
    RECORD = _text("环境管理记录", "Record")
    LIMIT = _text("限值", "Limit")
    IN_FORCE = _text("有效", "In force")
    DISCHARGE_BEFORE = _text("审核前排放", "Discharge before")
    WITH_OPTIONS = _text("实施推荐方案", "With options")
    HEADROOM_PLANNED = _text("实施后余量", "Headroom with options")
    LIMIT_SAVINGS = _text(
        "{pollutant}：推荐方案的削减量为 {savings}。", "{pollutant}: recommended options save {savings}."
    )
    LIMIT_REMARK = _text("关于 {pollutant}：{text}", "On {pollutant}: {text}")
    OBLIGATIONS = _text("环境管理记录的状态", "State of regulatory records")
    DAYS_LEFT = _text("剩余天数", "Days left")
    REGULATORY_RECORDS = _text("环境管理记录", "Regulatory records")
    ENTERPRISE_NAME = _text("企业名称", "Enterprise")
    INDUSTRY = _text("行业（GB/T 4754）", "Industry (GB/T 4754)")
    SIZE = _text("企业规模", "Size")
    ADDRESS = _text("地址", "Address")
    EMPLOYEES = _text("职工人数", "Employees")
    DEPARTMENT = _text("部门", "Department")
    WORK_STEPS = _text("工序", "Work steps")
    DEPARTMENT_KIND = _text("性质", "Function")
    HEAD = _text("负责人", "Head")
    LEGAL_REPRESENTATIVE = _text("法定代表人", "Legal representative")
    ESTABLISHED = _text("成立年份", "Established")
    KIND = _text("类别", "Kind")
    REFERENCE = _text("编号", "Reference")
    VALID_FROM = _text("生效日期", "Valid from")
    VALID_UNTIL = _text("有效期至", "Valid until")
    CONTENT = _text("内容", "Content")
    PHASE = _text("阶段", "Phase")
    STATE = _text("状态", "State")
    COMPLETED_AT = _text("完成日期", "Completed")
    COMPLETED_BY = _text("完成人", "By")
    OPTIONS_FOUND = _text("提出方案", "Options found")
    OPTIONS_CARRIED_OUT = _text("已实施方案", "Options carried out")
    FOCUS_CHOSEN = _text("审核重点", "Audit focus")

    # Preparation
    COMMITMENT = _text("领导承诺", "Leaders' commitment")
    TEAM = _text("审核小组", "Audit team")
    WORK_PLAN = _text("审核工作计划", "Work plan")
    TRAINING = _text("宣传与培训", "Publicity and training")
    OBSTACLES = _text("障碍与对策", "Obstacles and countermeasures")
    NAME = _text("名称", "Name")
    MEMBER = _text("姓名", "Member")
    ROLE = _text("职责分工", "Role")
    DUTIES = _text("任务", "Duties")
    TASK = _text("工作内容", "Task")
    OWNER = _text("负责人", "Owner")
    START = _text("开始", "Start")
    END = _text("结束", "End")
    OUTPUT_OF_TASK = _text("成果", "Result of task")
    TOPIC = _text("主题", "Topic")
    DATE = _text("日期", "Date")
    PARTICIPANTS = _text("参加人数", "Participants")
    HOURS = _text("学时", "Hours")
    OBSTACLE = _text("障碍", "Obstacle")
    COUNTERMEASURE = _text("对策", "Countermeasure")

    # Pre-audit
    YEARLY_FIGURES = _text("近三年投入、产出与排放", "Inputs, outputs and discharges over three years")
    INPUT = _text("投入", "Input")
    OUTPUT = _text("产出", "Output")
    UNIT = _text("单位", "Unit")
    CURRENCY = _text("币种", "Currency")
    POLLUTION_SOURCES = _text("污染源", "Pollution sources")
    SOURCE = _text("污染源名称", "Source")
    LOCATION = _text("部位", "Location")
    POLLUTANT = _text("污染物", "Pollutant")
    DISCHARGED = _text("排放量", "Discharged")
    MEDIUM = _text("环境介质", "Medium")
    DESTINATION = _text("排放去向", "Goes to")
    COMPLIANCE = _text("环保达标状况", "Compliance")
    BENCHMARKS = _text("指标对标", "Indicators against published levels")
    INDICATOR = _text("评价指标", "Indicator")
    ACTUAL = _text("实际值", "Actual")
    REFERENCE_LEVEL = _text("参考值", "Published level")
    LEVEL_SOURCE = _text("参考值来源", "Source of the level")
    RATINGS = _text("清洁生产指标评级", "Cleaner production rating")
    RATING_STAGE = _text("评级时点", "Stage")
    BEFORE_AUDIT = _text("审核前", "Before the audit")
    AFTER_AUDIT = _text("审核后", "After the audit")
    INDEX_SYSTEM = _text("评价指标体系", "Index system")
    GRADE = _text("等级", "Grade")
    SCORE = _text("得分", "Score")
    MISSING_INDICATORS = _text("缺失的指标", "Missing indicators")
    RATED_INDICATORS = _text("各指标等级：{system}", "Grades of the indicators: {system}")
    LIMITING = _text("限定性", "Limiting")
    INDEX_WEIGHT = _text("权重", "Weight")
    GRADE_BEFORE = _text("审核前等级", "Grade before")
    GRADE_AFTER = _text("审核后等级", "Grade after")
    NOT_APPLICABLE = _text("不适用", "Does not apply")
    INDEX_CHART = _text("综合评价指数：{system}", "Index of each grade: {system}")
    INDEX_OF = _text("{grade}指数", "Index of {grade}")
    INDEX_LEAST = _text("要求值", "Asked for")
    INDEX_OPEN = _text("尚未确定", "Not certain")
    NO_RATING = _text("尚无评级", "No rating yet")
    INDEX_CHART_ALT = _text("{system}的综合评价指数：{items}", "Index of each grade in {system}: {items}")
    FOCUS_RANKING = _text("审核重点的确定", "Choice of the audit focus")
    FOCUS_TABLE = _text("备选审核重点权重总和计分排序", "Weighted sum ranking of the focus candidates")
    FACTOR = _text("因素", "Factor")
    WEIGHT = _text("权重 W", "Weight W")
    TOTAL = _text("总分 Σ(W×R)", "Total Σ(W×R)")
    RANK = _text("排序", "Rank")
    FOCUS_SENTENCE = _text("经排序，本轮审核重点为：{focus}。", "The focus of this audit round is: {focus}.")
    FOCUS_OPEN = _text("审核重点尚未确定。", "The audit focus has not been chosen yet.")
    TARGETS = _text("清洁生产目标", "Cleaner production targets")
    TARGET = _text("指标", "Target")
    BASELINE = _text("现状", "Baseline")
    NEAR_TERM = _text("近期目标", "Near term")
    LONG_TERM = _text("远期目标", "Long term")
    NEAR_DUE = _text("近期期限", "Near due")
    LONG_DUE = _text("远期期限", "Long due")
    RESULT = _text("实际结果", "Result")
    REACHED = _text("完成", "Reached")

    # Audit
    PROCESS_MAP = _text("审核重点工艺流程", "Process map of the focus")
    UNIT_PROCESSES = _text("单元操作", "Unit processes")
    UNIT_PROCESS = _text("单元", "Unit process")
    UNIT_CODE = _text("代号", "Code")
    STREAMS = _text("物流", "Streams")
    STREAM = _text("物流名称", "Stream")
    FROM = _text("来自", "From")
    TO = _text("去向", "To")
    OUTSIDE = _text("（系统外）", "(outside)")
    MEASUREMENTS = _text("实测数据", "Measurements")
    PARAMETER = _text("参数", "Parameter")
    VALUE = _text("数值", "Value")
    UNCERTAINTY = _text("不确定度", "Uncertainty")
    BASIS = _text("数据性质", "Basis")
    INSTRUMENT = _text("仪器方法", "Instrument")
    BALANCES = _text("物料、水、能量和污染因子平衡", "Balances")
    BALANCE_DIAGRAM = _text("平衡图：{name}", "Balance diagram: {name}")
    BALANCE_TABLE = _text("平衡表：{name}", "Balance table: {name}")
    SIDE = _text("方向", "Side")
    SHARE = _text("占投入比例", "Share of inputs")
    ACCUMULATION = _text("累积", "Accumulation")
    GAP = _text("闭合差", "Closure gap")
    TOTAL_INPUTS = _text("投入合计", "Total inputs")
    TOTAL_OUTPUTS = _text("产出合计", "Total outputs")
    BALANCE_SENTENCE = _text(
        "{name}：闭合差 {gap}，允许偏差 {tolerance}；状态：{status}。",
        "{name}: closure gap {gap} at a tolerance of {tolerance}; status: {status}.",
    )
    EXPLANATION = _text("说明：{text}", "Explanation: {text}")
    NO_BALANCE = _text("尚无实测平衡数据", "No measured balance yet")
    UNACCOUNTED = _text("未计量损失", "Unaccounted for")
    EXCESS = _text("产出超出投入", "Outputs in excess")
    OTHER_FLOWS = _text("其他 {count} 项", "{count} other flows")
    UNMEASURED_FLOWS = _text("未计量（未绘出）：{names}", "Not measured, not drawn: {names}")
    FLOW_DIAGRAM = _text("工艺物流图（桑基图）", "Flows of the process (Sankey diagram)")
    FLOW_DIAGRAM_ALT = _text(
        "{units} 个单元操作，{flows} 股物流，以 {unit} 计：{items}",
        "{units} unit processes and {flows} flows in {unit}: {items}",
    )
    NO_FLOWS = _text("尚无可绘制的实测物流", "No measured flows to draw yet")
    TOO_FEW_FLOWS = _text(
        "实测物流太少，尚不能绘制：没有投入和产出均已知的单元操作",
        "Too few measured flows to draw: no unit process has a known input and a known output",
    )
    TOO_MANY_UNITS = _text(
        "单元操作超过 {most} 个，见物流表", "More than {most} unit processes: see the table of streams"
    )
    DASHED_FLOWS = _text("未计量（虚线）：{names}", "Not measured, dashed: {names}")
    OTHER_KINDS = _text("计量单位不同（未绘出）：{names}", "In units of another kind, not drawn: {names}")
    LOSS_COSTS = _text("损失成本（物料流成本会计）", "Cost of the losses (material flow cost accounting)")
    LOSS = _text("损失", "Loss")
    MATERIAL_COST = _text("材料", "Material")
    ENERGY_COST = _text("能源", "Energy")
    SYSTEM_COST = _text("系统", "System")
    TREATMENT_COST = _text("处理", "Treatment")
    TOTAL_COST = _text("成本合计", "Total cost")
    COST_SHARE = _text("占总成本", "Of all costs")
    FLOW = _text("流量", "Flow")
    LOSSES_SENTENCE = _text(
        "按 ISO 14051 分摊，损失承担的成本为 {loss} {unit}，占全部投入成本 {total} {unit} 的 {share}。",
        "Allocated after ISO 14051, the losses bear {loss} {unit}, {share} of all that was spent, {total} {unit}.",
    )
    LOSSES_OPEN = _text(
        "数据不全，下列成本尚不能全部计算。", "The data are not complete, so that not every cost is known."
    )
    MISSING_DATA = _text("缺少的数据：{items}", "What is missing: {items}")
    RECONCILIATION = _text("测量数据校正", "Reconciled measurements")
    RECONCILIATION_TABLE = _text("校正结果：{name}", "Reconciled flows: {name}")
    RECONCILIATION_CHART = _text("实测值与校正值：{name}", "Measured and reconciled: {name}")
    RECONCILIATION_SENTENCE = _text(
        "{name}：{status}；χ² = {statistic}，自由度 {freedom}，95% 临界值 {critical}。",
        "{name}: {status}; χ² = {statistic} with {freedom} degrees of freedom, 95 % limit {critical}.",
    )
    RECONCILIATION_STATE = _text("{name}：未作总体检验，{status}。", "{name}: no global test, {status}.")
    SUSPECTS_SENTENCE = _text(
        "可疑测量（按可疑程度）：{names}。", "Measurements that may be wrong, the worst first: {names}."
    )
    NO_RECONCILIATION = _text("没有已知的物流", "No flow is known")
    UNKNOWN_FLOWS = _text("未测且无法推算的物流：{count} 股。", "Streams of which nothing is known: {count}.")
    WHOLE_FLOWS = _text("总流量", "Flows as a whole")
    MEASURED_VALUE = _text("实测值", "Measured")
    ADJUSTED_VALUE = _text("校正值", "Reconciled")
    INTERVAL = _text("95% 区间", "95 % interval")
    CLASSIFICATION = _text("数据状况", "Standing")
    SUSPECT = _text("可疑序位", "Suspect")
    SUSPECT_MEASUREMENT = _text("可疑实测值", "Measured, suspect")
    MORE_FLOWS = _text("另有 {count} 股物流未绘出，见表。", "{count} more streams are in the table.")
    CAUSES = _text("废弃物产生原因分析", "Causes along the eight aspects")
    ASPECT = _text("方面", "Aspect")
    WASTE = _text("废弃物或损失", "Waste or loss")
    CAUSE = _text("原因", "Cause")

    # Options
    OPTION_REGISTER = _text("方案汇总", "Option register")
    OPTION_TALLY = _text("按费用类别统计", "Options by cost class")
    CODE = _text("方案号", "No.")
    OPTION = _text("方案名称", "Option")
    COST_CLASS = _text("费用类别", "Cost class")
    ORIGIN = _text("来源", "Origin")
    INVESTMENT = _text("投资", "Investment")
    ANNUAL_SAVING = _text("年效益", "Annual saving")
    OPTIONS_SENTENCE = _text(
        "本轮审核共提出方案 {total} 项，其中已实施 {done} 项，未采纳 {rejected} 项。",
        "The audit found {total} options; {done} have been carried out, {rejected} have been rejected.",
    )
    NUMBER_OF_OPTIONS = _text("方案数", "Options")
    NUMBER_DONE = _text("已实施", "Carried out")
    NUMBER_REJECTED = _text("未采纳", "Rejected")
    SUM = _text("合计", "Total")
    SCREENING = _text("方案筛选", "Screening")
    VERDICT = _text("筛选结论", "Verdict")
    REASON = _text("理由", "Reason")
    PROPOSAL_REASONS = _text("方案库方案的提出依据", "Why options of the library were proposed")
    REJECTED_OPTIONS = _text("未采纳方案及理由", "Rejected options and why")

    # Feasibility
    ECONOMIC_RESULTS = _text("经济评估结果", "Economic results")
    PAYBACK = _text("投资偿还期 N（年）", "Payback N (years)")
    NPV = _text("净现值 NPV", "NPV")
    NPV_RATIO = _text("净现值率 NPVR", "NPVR")
    IRR = _text("内部收益率 IRR", "IRR")
    IMMEDIATE = _text("立即", "immediate")
    NO_IRR = _text("无解", "no IRR")
    FEASIBLE = _text("可行", "Feasible")
    CRITERIA = _text("判据", "Criteria")
    FEASIBILITY_STUDY = _text("{code}　{name}", "{code}: {name}")
    TECHNICAL = _text("技术评估", "Technical")
    ENVIRONMENTAL = _text("环境评估", "Environmental")
    ECONOMIC = _text("经济评估", "Economic")
    STUDY_CONCLUSION = _text("评估结论", "Result of the study")
    RECOMMENDED = _text("推荐实施", "Recommended")
    STUDIES = _text("中高费方案可行性研究", "Studies of medium- and high-cost options")
    OPTION_ECONOMICS = _text("方案净现值与投资偿还期", "Net present value and payback of the options")
    NO_ECONOMICS = _text("尚无净现值数据", "No net present value yet")
    PAYBACK_LABEL = _text("偿还期 {years} 年", "payback {years} years")
    PAYBACK_IMMEDIATE = _text("立即回收", "immediate payback")
    PORTFOLIO = _text("方案组合", "Choice of options")
    PORTFOLIO_WITHIN = _text(
        "以净现值最大为目标，在已落实资金 {budget} 之内选出 {count} 项方案：投资 {spent}，净现值合计 {value}。",
        "For the largest net present value within the funding on record, {budget}, {count} options are chosen:"
        " investment {spent}, net present value together {value}.",
    )
    PORTFOLIO_UNLIMITED = _text(
        "以净现值最大为目标，未记录资金来源，不设预算上限，选出 {count} 项方案：投资 {spent}，净现值合计 {value}。",
        "For the largest net present value, without a limit because no funding is on record, {count} options are"
        " chosen: investment {spent}, net present value together {value}.",
    )
    CHOSEN_OPTIONS = _text("入选方案", "Options chosen")
    OMITTED_OPTIONS = _text("未入选方案", "Options not chosen")
    NET_COST = _text("投资（扣除补助）", "Investment less subsidies")
    COUNTED_NPV = _text("计入的净现值", "NPV that counts")
    TORNADO = _text("净现值的敏感性", "Sensitivity of the net present value")
    TORNADO_ALT = _text("各因素变动时方案组合的净现值：{items}", "Net present value as each input varies: {items}")
    TORNADO_NOTE = _text(
        "每个因素单独变动：方案库给出范围的按其范围，其余按 ±{spread}；每次重新选择方案。",
        "Each input is varied alone, over its range where the library states one, else by ±{spread}; the choice is made"
        " anew each time.",
    )
    NOT_FEASIBLE_END = _text("一端无可行组合", "nothing is feasible at one end")
    NO_TORNADO = _text("无可变动的因素", "Nothing to vary")
    INPUT_VARIED = _text("因素", "Input")
    LOWER_END = _text("下限", "Lower end")
    UPPER_END = _text("上限", "Upper end")
    NPV_AT_LOW = _text("下限时净现值", "NPV at lower end")
    NPV_AT_HIGH = _text("上限时净现值", "NPV at upper end")
    INPUT_LOW = _text("因素取下限", "input at its lower end")
    INPUT_HIGH = _text("因素取上限", "input at its upper end")
    CHOICE = _text("入选方案", "Choice")
    CHOICE_CHANGES = _text("改变", "changes")
    CHOICE_STAYS = _text("不变", "stays")
    CHOICE_CHANGES_NOTE = _text("入选方案随之改变", "other options are chosen at one end")
    ABATEMENT_CURVES = _text("边际减排成本", "Marginal abatement cost")
    ABATEMENT_CURVE = _text("{subject} 边际减排成本曲线", "Marginal abatement cost curve of {subject}")
    ABATEMENT_ALT = _text("{subject} 的单位削减成本：{items}", "Cost per unit of {subject} reduced: {items}")
    ABATEMENT_NOTE = _text(
        "宽为年削减量，高为单位削减成本（年化投资减年收益）。负成本方案按年净收益排在最前，其单位成本不用于排序。",
        "The width of a bar is the reduction of a year, its height what a unit of it costs (annualised investment less"
        " saving). Options that save money come first, by what they save; their cost per unit ranks nothing.",
    )
    NO_CURVE = _text("没有可排入曲线的方案", "No option has a place on the curve")
    NOT_ON_CURVE = _text("不在 {subject} 曲线上的方案", "Options not on the curve of {subject}")
    YEARLY_REDUCTION = _text("年削减量", "Yearly reduction")
    COST_PER_UNIT = _text("单位削减成本", "Cost per unit")
    CUMULATIVE = _text("累计年削减量", "Cumulative reduction")
    MORE_OPTIONS = _text("另有 {count} 项未绘出，见表。", "{count} more options are in the table.")
    PAYBACK_UNKNOWN = _text("偿还期未知", "payback unknown")

    WHAT_IF = _text("方案实施前模拟", "What the options would change")
    WHAT_IF_CHART = _text("模拟：方案实施前后对比", "Simulation: before and after the options")
    WHAT_IF_STEPS = _text("各方案的贡献（依次实施）", "What each option adds, one after the other")
    WHAT_IF_SENTENCE = _text(
        "以工艺物流的线性模型依次模拟 {count} 项方案；作用于同一物流的方案，后者只作用于余量。",
        "{count} options, simulated one after the other on a linear model of the process; of options that act on one"
        " stream, the later one acts on what is left.",
    )
    SAVED_COST = _text("节约成本", "Saved cost")
    SAVED_EMISSIONS = _text("减排", "Saved emissions")
    COST = _text("成本", "Cost")

    # Implementation
    SCHEDULE = _text("实施计划", "Schedule")
    FUNDING = _text("资金筹措", "Funding")
    FUNDING_SOURCE = _text("资金来源", "Funding source")
    AMOUNT = _text("金额", "Amount")
    OUTCOMES = _text("已实施方案的费用与效果", "Cost and effect of the options carried out")
    PLANNED_COST = _text("计划投资", "Planned cost")
    ACTUAL_COST = _text("实际投资", "Actual cost")
    PLANNED_SAVING = _text("计划年效益", "Planned saving")
    ACTUAL_SAVING = _text("实际年效益", "Actual saving")
    EFFECTIVE = _text("有效", "Effective")
    ENVIRONMENTAL_EFFECTS = _text("环境效果", "Environmental effects")
    EFFECT = _text("削减项目", "Reduced")
    REDUCTION = _text("实测削减量", "Measured reduction")
    PLANNED_REDUCTION = _text("计划削减量", "Planned reduction")
    BEFORE_AFTER = _text("审核前后对比", "Before and after the audit")
    ITEM = _text("项目", "Item")
    BEFORE = _text("前", "Before")
    AFTER = _text("后", "After")
    CHANGE = _text("变化", "Change")
    DOUBT = _text("请核对：{text}", "To be checked: {text}")
    NO_INVENTORY = _text("尚无审核前后数据", "No figures before and after yet")

    # Continuation, conclusion, annex
    NEXT_ROUND = _text("下一轮审核计划", "Plan for the next round")
    CARRIED_FORWARD = _text("转入下一轮的事项", "Carried forward")
    DUE = _text("期限", "Due")
    TARGETS_AGAINST_RESULTS = _text("目标完成情况", "Targets against results")
    TARGETS_SENTENCE = _text("共设目标 {total} 项，已完成 {reached} 项。", "{reached} of {total} targets are reached.")
    FINDINGS = _text("审核结论", "Findings")
    BLOCKERS = _text("未决事项", "Open matters")
    BLOCKERS_SENTENCE = _text(
        "编制报告时，下列事项尚未解决，相应阶段不能关闭。",
        "When this report was written, the following kept a phase from closing.",
    )
    MATTER = _text("事项", "Matter")
    REMEDY = _text("处理办法", "Remedy")
    CONTENT_PINS = _text("所用内容版本", "Content used")
    PINS_SENTENCE = _text(
        "本报告的数值可按下列内容包版本重新计算。",
        "The figures in this report can be recomputed with these versions of the content packs.",
    )
    PACK = _text("内容包", "Pack")
    VERSION = _text("版本", "Version")
    CONTENT_HASH = _text("内容哈希", "Content hash")
    FORMULAS = _text("计算公式", "Formulas")
    FORMULA = _text("公式", "Formula")
    FORMULA_SOURCE = _text("公式来源", "Source of formula")
    NOTES = _text("说明", "Notes")
    ILLUSTRATIVE_PREFIX = _text("【示例数据】{text}", "[Illustrative data] {text}")

    # What a chart says to readers who do not see it
    PHASE_PROGRESS_ALT = _text("共 {total} 个阶段，已完成 {done} 个。", "{done} of {total} phases are completed.")
    BEFORE_AFTER_ALT = _text("审核前后的变化：{items}", "Change from before to after the audit: {items}")
    OPTION_ECONOMICS_ALT = _text("各方案净现值：{items}", "Net present value of each option: {items}")
    RECONCILIATION_ALT = _text("{name}，实测与校正：{items}", "{name}, measured and reconciled: {items}")
    BALANCE_ALT = _text(
        "{name}：投入 {inputs} 项，产出 {outputs} 项，闭合差 {gap}。",
        "{name}: {inputs} inputs, {outputs} outputs, closure gap {gap}.",
    )

    # Words of state
    YES = _text("是", "Yes")
    NO = _text("否", "No")
    NOT_KNOWN = _text("未知", "Unknown")

"""Every word that the documents of the programme say: sector report, programme summary, commendation list."""

from __future__ import annotations

from enum import unique

from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.phrases import phrase as _text


@unique
class ProgrammeLabel(Phrase):
    """A heading, a column, a word of state, or a sentence with named gaps."""

    # Title pages
    SECTOR_TITLE = _text("行业清洁生产审核总结报告", "Sector Report on Cleaner Production Audits")
    SUMMARY_TITLE = _text("清洁生产审核工作总结", "Programme Summary of Cleaner Production Audits")
    COMMENDATION_TITLE = _text("清洁生产审核表彰名单", "Commendation List for Cleaner Production Audits")
    ISSUED_TO = _text("报送单位", "Handed to")
    VERSION = _text("报告版本", "Version of the report")
    VERSION_NUMBER = _text("第 {number} 版", "Version {number}")
    DRAFT_WARNING = _text("本名单尚未批准，不得公布。", "This list has not been approved and is not to be published.")

    # Overview
    OVERVIEW = _text("总体情况", "Overview")
    AT_A_GLANCE = _text("报告概要", "The report at a glance")
    REMARKS = _text("总结说明", "Remarks")
    PERIOD = _text("审核期间", "Period of the audits")
    ENTERPRISES = _text("企业数", "Enterprises")
    AUDITS = _text("审核数", "Audits")
    REPORTS_COUNTED = _text("汇总的行业报告数", "Sector reports counted")
    PACKETS_COUNTED = _text("汇总的数据包数", "Packets counted")
    NOT_COUNTED = _text("未计入的以往轮次", "Earlier rounds not counted")
    PACKET_HASH = _text("本报告数据包哈希", "Hash of this report's packet")
    RECONCILES = _text("与数据包逐项核对", "Adds up from its packets")
    RECONCILES_YES = _text("一致，到最后一位", "yes, to the last digit")
    RECONCILES_NO = _text("不一致", "no")
    RECONCILES_UNKNOWN = _text("本单位没有全部数据包，无法核对", "not to be checked: not all packets are at hand")
    ROUNDING = _text(
        "正文中的数值保留六位有效数字；附录 A 列出每项合计的全部位数及其来源数据包。"
        "未知不等于零：未知者不计入合计，并单独列出。",
        "Figures in the text have six significant digits; annex A gives each sum to the last digit, with the packets it"
        " is of. Unknown is not zero: what is not known is not added, and is listed.",
    )
    BY_CITY = _text("按城市统计的企业", "Enterprises by city")
    BY_CITY_AND_STAGE = _text("按城市和阶段统计的审核", "Audits by city and stage")
    BY_INDUSTRY = _text("按行业统计的企业", "Enterprises by industry")
    BY_SIZE = _text("按规模统计的企业", "Enterprises by size")
    CITY = _text("城市", "City")
    STAGE = _text("阶段", "Stage")
    INDUSTRY = _text("行业大类（GB/T 4754）", "Division (GB/T 4754)")
    SECTOR = _text("行业主管部门", "Sector department")
    NOT_NAMED = _text("未记录", "Not recorded")
    SUM = _text("合计", "Total")

    # Packets
    PACKETS = _text("汇总依据", "What is counted")
    PACKETS_SENTENCE = _text(
        "本报告的数值是下列 {count} 个已受理数据包之和；正文和附录用编号指代它们，完整哈希见附录 B。",
        "The figures of this report are sums over the following {count} accepted packets, which text and annexes name"
        " by number; annex B has their full hashes.",
    )
    REPORTS = _text("汇总的行业报告", "Sector reports counted")
    AUDITS_COUNTED = _text("计入的审核", "Audits counted")
    AUDITS_MISSING = _text(
        "本单位没有所汇总的行业报告，无法列出其中的审核，也无法按城市和阶段分解。",
        "The sector reports that are counted are not at hand here: their audits cannot be listed, nor the results be"
        " broken down by city and stage.",
    )
    NUMBER = _text("编号", "No.")
    REPORT = _text("报告", "Report")
    ENTERPRISE = _text("企业", "Enterprise")
    OWNER = _text("报送单位", "Made by")
    ROUND = _text("轮次", "Round")
    ACCEPTED_ON = _text("受理日期", "Accepted")
    HASH = _text("哈希", "Hash")
    REVIEW = _text("质量审查", "Quality review")

    # Environment
    ENVIRONMENT = _text("环境效果", "Environmental results")
    EMISSIONS = _text("审核前后排放", "Emissions before and after")
    EMISSIONS_NOTE = _text(
        "图和削减量只含审核前后均已知的审核，削减率以这些审核的审核前排放为基数。",
        "The figure and the reductions are of audits that know both sides; shares are of what these emitted before.",
    )
    REDUCTION = _text("削减量", "Reduction")
    REDUCTION_SHARE = _text("削减率", "Share")
    SAVINGS = _text("已实施方案的年节约与削减", "Yearly savings of the options carried out")
    SUBJECT = _text("项目", "Subject")
    PLANNED = _text("计划", "Planned")
    ACTUAL = _text("实际", "Actual")
    REDUCTION_BY_CITY = _text("各市削减量", "Reductions by city")
    REDUCTION_BY_STAGE = _text("各阶段削减量", "Reductions by stage")
    REDUCTION_BY_SECTOR = _text("各行业部门削减量", "Reductions by sector")
    REDUCTION_OF = _text("{pollutant} 削减量（{unit}）", "Reduction of {pollutant} ({unit})")
    MORE_POLLUTANTS = _text("仅列入表中：{names}。", "In the tables only: {names}.")

    # Options and money
    OPTIONS = _text("方案", "Options")
    OPTIONS_BY_STATE = _text("方案状态", "Options by state")
    OPTIONS_BY_CLASS = _text("已实施方案的费用类别", "Options carried out, by cost class")
    OPTIONS_CARRIED_OUT = _text("已实施方案", "Options carried out")
    NUMBER_OF_OPTIONS = _text("方案数", "Options")
    ECONOMICS = _text("投资与效益", "Investment and saving")
    MONEY_TABLE = _text("已实施方案的投资与年效益", "Investment and yearly saving of the options carried out")
    MONEY_UNIT = _text("币种与价格年", "Currency and year")
    UNIT_OF_MONEY = _text("{currency}（{year} 年价）", "{currency} ({year} prices)")
    UNIT_OF_MONEY_OPEN = _text("{currency}（价格年未知）", "{currency} (year not known)")
    INVESTMENT = _text("计划投资", "Investment planned")
    COST = _text("实际投资", "Cost")
    SAVING_PLANNED = _text("计划年效益", "Saving planned")
    SAVING = _text("实际年效益", "Saving")
    PAYBACK = _text("简单投资偿还期（年）", "Simple payback (years)")
    PAYBACK_PLANNED = _text("{years}（计划）", "{years} (planned)")
    MONEY_BY_CITY = _text("各市投资与效益：{unit}", "Investment and saving by city: {unit}")
    MONEY_BY_STAGE = _text("各阶段投资与效益：{unit}", "Investment and saving by stage: {unit}")
    MONEY_BY_SECTOR = _text("各行业部门投资与效益：{unit}", "Investment and saving by sector: {unit}")
    FUNDING = _text("资金来源", "Funding")
    FUNDING_SOURCE = _text("来源", "Source")
    AMOUNT = _text("金额", "Amount")

    # Standing
    STANDING = _text("目标、达标与评级", "Targets, compliance and ratings")
    TARGETS = _text("清洁生产目标", "Targets")
    TARGETS_SET = _text("设定目标", "Targets set")
    TARGETS_MET = _text("完成目标", "Targets met")
    LIMITS = _text("排放限值与总量指标", "Limits and quotas")
    RATINGS = _text("清洁生产水平等级分布", "Distribution of cleaner production grades")
    GRADE = _text("等级", "Grade")
    STATE = _text("状态", "State")
    BEFORE = _text("审核前", "Before")
    AFTER = _text("审核后", "After")
    QUALITY = _text("质量审查结果", "Results of the quality reviews")
    DECISION = _text("审查结论", "Decision")
    DECISION_PASSED = _text("通过", "Passed")
    DECISION_NEEDS_WORK = _text("需补充完善", "Needs work")
    DECISION_REJECTED = _text("不通过", "Rejected")
    DECISION_OPEN = _text("未作结论", "Not decided")
    FINDINGS = _text("质量审查发现的问题", "Findings of the quality reviews")
    FINDING = _text("问题", "Finding")

    # Best, unknown
    BEST = _text("先进企业", "Best results")
    RANK = _text("名次", "Rank")
    RESULT = _text("结果", "Result")
    BEST_REDUCTION = _text("削减率最高的污染物", "Largest reduction of a pollutant")
    BEST_SAVING = _text("实际年效益：{unit}", "Yearly saving: {unit}")
    BEST_UNKNOWN = _text(
        "此项未知而不参加排序的审核：{count} 项。", "Audits that do not tell it, and so are not ranked: {count}."
    )
    NOT_KNOWN = _text("未知情况", "What is not known")
    NOT_KNOWN_TABLE = _text("不完整的合计", "Sums that are not complete")
    NOT_KNOWN_NONE = _text(
        "所有合计均完整：没有数据包缺少其所列的数值。", "All sums are complete: no packet lacks a figure that it names."
    )
    FIGURE = _text("指标", "Figure")
    KNOWN = _text("已知", "Known")
    UNKNOWN = _text("未知", "Not known")
    PARTLY_KNOWN = _text("部分已知", "Partly known")
    UNKNOWN_IN = _text("所在数据包", "In packets")
    INCOMPLETE_FOOTNOTE = _text(
        "* 不完整：有数据包不知道或不完全知道此项，合计只含已知部分。",
        "* Not complete: a packet does not know it, or not all of it; the sum is of what is known.",
    )

    # Annexes
    ANNEX_SUMS = _text("合计全表", "All sums")
    SUMS_SENTENCE = _text(
        "每项合计为精确的十进制数，并列出计入的数据包编号和未知者；两栏均未列出的数据包未涉及该项，既无数值也不是零。",
        "Each sum is an exact decimal, with the numbers of the packets that were added up and of those that do not know"
        " it; a packet in neither column says nothing of it, neither a value nor zero.",
    )
    EXACT_SUM = _text("合计（全部位数）", "Sum in full")
    UNIT = _text("单位", "Unit")
    ADDED = _text("计入", "Added up")
    ANNEX_PACKETS = _text("数据包", "Packets")
    FULL_HASH = _text("内容哈希（SHA-256）", "Content hash (SHA-256)")
    NOT_COUNTED_PACKETS = _text("未计入的以往轮次数据包", "Packets of earlier rounds, not counted")

    # States
    STAGE_PROVINCIAL = _text("省级试点", "Provincial pilots")
    STAGE_MUNICIPAL = _text("市级试点", "Municipal pilots")
    STAGE_ROLL_OUT = _text("全面推行", "Roll-out")
    RATING_INCOMPLETE = _text("评级不完整", "Rating incomplete")
    RATING_NOT_APPLICABLE = _text("指标体系不适用", "System does not apply")

    STATE_THEN = _text("{when}：{state}", "{when}: {state}")

    # Figures
    F_OPTIONS_CARRIED_OUT = _text("已实施方案数", "Options carried out")
    F_TARGETS = _text("设定目标数", "Targets set")
    F_TARGETS_MET = _text("完成目标数", "Targets met")
    F_RATINGS = _text("评级数", "Ratings")
    F_LIMITS = _text("限值数", "Limits")
    F_EMISSION_BEFORE = _text("审核前排放", "Emission before")
    F_EMISSION_AFTER = _text("审核后排放", "Emission after")
    F_SAVED_PLANNED = _text("计划节约", "Saved, planned")
    F_SAVED = _text("实际节约", "Saved")
    F_FUNDING = _text("资金", "Funding")

    # Charts
    CHART_ALT = _text("{title}：{items}", "{title}: {items}")
    NOTHING_TO_DRAW = _text("尚无可绘制的数据", "Nothing to draw yet")
    MORE_ROWS = _text("另有 {count} 项未绘出，见表。", "{count} more are in the table.")
    NAME = _text("名称", "Name")

    # Commendation
    LIST = _text("名单概要", "The list at a glance")
    LIST_STATE = _text("名单状态", "State of the list")
    LIST_DRAFT = _text("草案", "Draft")
    LIST_APPROVED = _text("已批准", "Approved")
    LIST_DISCARDED = _text("已作废", "Discarded")
    COMPOSED_ON = _text("编制日期", "Composed")
    DECIDED_ON = _text("批准日期", "Decided")
    DECISION_REASON = _text("批准意见", "Reason of the decision")
    CONSIDERED = _text("参评审核", "Audits considered")
    COMMENDED = _text("表彰企业", "Commended")
    COMMENDED_COUNT = _text("表彰企业数", "Commended")
    CRITERIA = _text("评定标准", "Criteria")
    CRITERION = _text("标准", "Criterion")
    AT_LEAST = _text("不低于", "At least")
    REVIEW_PASSED = _text("质量审查结论为“通过”", "passed by the quality review")
    CRITERIA_SENTENCE = _text(
        "须同时达到全部标准；未知不视为达到。", "Every criterion has to be met; unknown is not met."
    )
    RANKED_SENTENCE = _text(
        "按“{criterion}”由高到低排列，数值相同者名次并列。",
        "Ranked by this criterion, the highest first: {criterion}. Equal figures share a rank.",
    )
    OTHERS = _text("参评未表彰", "Considered and not commended")
    REASONS = _text("未表彰理由", "Why not")
    MISSED = _text("未达到：{items}", "not met: {items}")
    OPEN = _text("未知：{items}", "not known: {items}")
    LEFT_OUT = _text("经办人剔除：{reason}", "left out: {reason}")
    NOBODY = _text("没有审核达到全部标准。", "No audit meets every criterion.")
    NOBODY_ELSE = _text("全部参评审核均获表彰。", "All audits considered are commended.")
    INDUSTRY_CODE = _text("行业代码", "Industry code")
    FIGURES_SENTENCE = _text(
        "列标题的数字为评定标准的编号；加粗者未达到或未知。",
        "Columns are headed by the numbers of the criteria; what is not met, or not known, is bold.",
    )
    FIGURES_OF_CRITERIA = _text("各项标准的数值", "Figures of the criteria")

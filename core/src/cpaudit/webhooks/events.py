"""What webhooks can be told of: actions of the event log, and what each means."""

from __future__ import annotations

from cpaudit.text import LocalizedText

WEBHOOK_EVENTS: dict[str, LocalizedText] = {
    "enterpriseRegistered": LocalizedText({"zh-CN": "登记了企业", "en": "An enterprise was registered"}),
    "auditStarted": LocalizedText({"zh-CN": "启动了审核", "en": "An audit was started"}),
    "phaseCompleted": LocalizedText({"zh-CN": "完成了一个阶段", "en": "A phase was completed"}),
    "phaseReopened": LocalizedText({"zh-CN": "重新开启了一个阶段", "en": "A phase was reopened"}),
    "auditConcluded": LocalizedText(
        {"zh-CN": "最后一个阶段完成，审核结束", "en": "The last phase was completed, and the audit with it"}
    ),
    "nextRoundStarted": LocalizedText({"zh-CN": "启动了下一轮审核", "en": "The next round of an audit was started"}),
    "optionProposed": LocalizedText({"zh-CN": "提出了方案", "en": "An option was proposed"}),
    "optionImplemented": LocalizedText({"zh-CN": "方案已实施", "en": "An option was implemented"}),
    "optionVerified": LocalizedText({"zh-CN": "方案效果已核实", "en": "The effect of an option was verified"}),
    "contentUpgradeAccepted": LocalizedText({"zh-CN": "审核采用了新版内容", "en": "An audit took newer content"}),
    "overlayPublished": LocalizedText({"zh-CN": "发布了本单位的修订", "en": "The tenant's overlay was published"}),
    "jobSucceeded": LocalizedText({"zh-CN": "后台任务完成", "en": "A job succeeded"}),
    "jobFailed": LocalizedText({"zh-CN": "后台任务失败", "en": "A job failed"}),
}
"""By action. A slice whose acts others wait for adds a line, and one in docs/webhooks.md."""

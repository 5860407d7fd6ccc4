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
    "submissionReceived": LocalizedText({"zh-CN": "收到了提交的材料", "en": "A submission was received"}),
    "submissionAccepted": LocalizedText({"zh-CN": "提交的材料已被接受", "en": "A submission was accepted"}),
    "submissionReturned": LocalizedText(
        {"zh-CN": "提交的材料被退回修改", "en": "A submission was returned with findings"}
    ),
    "submissionWithdrawn": LocalizedText({"zh-CN": "提交的材料已撤回", "en": "A submission was withdrawn"}),
    "documentReceived": LocalizedText(
        {"zh-CN": "收到了其他单位提供的文件", "en": "A document was received from another tenant"}
    ),
    "packOfferReceived": LocalizedText(
        {"zh-CN": "收到了其他单位提供的内容包", "en": "A pack was offered by another tenant"}
    ),
    "fundingAppliedFor": LocalizedText({"zh-CN": "提出了资金申请", "en": "Money for an option was applied for"}),
    "fundingGranted": LocalizedText({"zh-CN": "资金申请已批准", "en": "An application for money was granted"}),
    "fundingRefused": LocalizedText({"zh-CN": "资金申请未批准", "en": "An application for money was refused"}),
    "questionPublished": LocalizedText(
        {"zh-CN": "公布了已解决的问题", "en": "A settled question was published to all members"}
    ),
    "commendationsComposed": LocalizedText({"zh-CN": "编制了表彰名单", "en": "A list for commendation was composed"}),
    "jobSucceeded": LocalizedText({"zh-CN": "后台任务完成", "en": "A job succeeded"}),
    "jobFailed": LocalizedText({"zh-CN": "后台任务失败", "en": "A job failed"}),
}
"""By action. A slice whose acts others wait for adds a line, and one in docs/webhooks.md."""

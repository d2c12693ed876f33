# 发放：每一个“不行”的理由

giving-people-count = 请选择 1 到 500 位老人。
giving-already-granted = 名单里有人本期（{ $period }）已经发放过，请重新提出。
giving-own-interest = { $handle } 是您自己或您的亲属，要由另一位工作人员提出。
giving-code-form = 代码只能用小写字母、数字和 -，最多 40 个。
giving-name-needed = 请填计划名称，最多 60 个字。
giving-budget-range = 额度要在 1 小时到 100 万小时之间。
giving-code-taken = 这里已经有同样代码的计划。

giving-eligibility = 发放资格
giving-eligibility-text = 依身份和类别当天判断；生日、评估到期、情况变化和每年复核时自动再看。不再符合的当天停发并告知本人；有异议的，更正情况后可立即复核。
giving-eligibility-none = 没有这样的人
giving-state-eligible = 符合
giving-state-not = 不符合
giving-state-stopped = 不再符合（已停发）
giving-state-left = 已不是服务对象
giving-th-why = 类别或原因
giving-th-article = 依据
giving-th-since = 从何时起
giving-th-checked = 上次复核
giving-th-due = 下次复核
giving-recheck = 立即复核
giving-done-recheck = 已复核
giving-told-stopped = 您目前不再符合时间发放条件（{ $article }），今后暂不发放，已发放的仍可使用。如情况有误，请到服务站点或拨打服务热线。
console-job-giving-recheck-eligibility = 复核发放资格
console-action-giving-recheck = 复核发放资格
console-action-giving-recheck-batch = 批量复核发放资格
console-action-giving-export-eligibility = 导出发放资格

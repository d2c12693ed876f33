# 发放：每一个“不行”的理由

giving-people-count = 请选择 1 到 500 位老人。
giving-checker-benefits = 名单里有您自己，要由另一位工作人员批准。
giving-already-granted = 名单里有人本期（{ $period }）已经发放过，请重新提出。
giving-own-interest = { $handle } 是您自己或您的亲属，要由另一位工作人员提出。
giving-code-form = 代码只能用小写字母、数字和 -，最多 40 个。
giving-name-needed = 请填计划名称，最多 60 个字。
giving-budget-range = 额度要在 1 小时到 100 万小时之间。
giving-code-taken = 这里已经有同样代码的计划。

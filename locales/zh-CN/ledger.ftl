# 时间账本：每一个“不行”的理由，收支明细里的用词。数目都是分钟。

# ---- 请求本身 ----
ledger-key = 这次请求没有编号，或编号太长，请重新提交。
ledger-key-reused = 这个请求编号已经用在别的事情上，请重新提交。
ledger-subject-missing = 这笔时间缺少依据：{ $subject ->
    [order] 要有服务订单
    [programme] 要有发放计划
    [case] 要有处理个案
   *[other] { $subject }
}。
ledger-amount = 时间要在 1 到 { $most } 分钟之间，现在是 { $minutes } 分钟。
ledger-expiry-past = 有效期 { $day } 已经过去了。
ledger-classes = 没有说明用哪一类时间，或同一类写了两次。
ledger-day-ahead = { $day } 还没有到，不能先记账。
ledger-period-closed = { $through } 及以前的账已经结清，{ $day } 的更正请记在之后的日子，并注明原来那一笔。

# ---- 账户 ----
ledger-unknown = 没有找到这{ $what ->
    [account] 个账户
    [hold] 笔预留
    [posting] 笔记录
    [lot] 笔时间
    [claim] 笔待扣回
    [item] 笔结算
    [place] 个账户里的这一项
   *[other] 一项
}。
ledger-same-account = 转出和转入不能是同一个账户。
ledger-account-kind = 这类账户不能办这件事。
ledger-account-frozen = 这个账户暂时冻结，只能收入，不能支出。
ledger-account-closed = 这个账户已经注销。
ledger-account-not-empty = 账户里还有 { $left } 分钟，处理完才能注销。

# ---- 预留与冻结 ----
ledger-hold-expired = 预留的时间在 { $at } 已经到期，不能再结算，请重新下单或补录。
ledger-hold-running = 预留到 { $until } 才到期，现在还不能按到期退回。
ledger-hold-left = 这里只剩 { $left } 分钟，不够 { $needed } 分钟。
ledger-hold-open = 还有 { $held } 分钟预留在服务订单里，订单结束后再办。
ledger-frozen-left = 还有 { $frozen } 分钟冻结着，解除冻结后再办。
ledger-nothing-left = 已经没有可以处理的时间了。

# ---- 冲正与扣回 ----
ledger-not-reversible = 这一笔不能冲正。
ledger-reversal-left = 这一笔最多还能冲正 { $left } 分钟，不够 { $needed } 分钟；已经冲正过的不会再冲正。
ledger-shortfall = 对方账户里缺 { $missing } 分钟（共要退回 { $needed } 分钟），时间已经用掉了。
ledger-claim-left = 待扣回的还有 { $left } 分钟，这次是 { $needed } 分钟，对不上。

# ---- 到期与结算 ----
ledger-lot-not-free = 这笔时间正在预留或冻结中，或不在这个账户里。
ledger-lot-not-due = 这笔时间还在有效期内。
ledger-item-known = 这笔结算已经记过账了。
ledger-item-closed = 这笔结算已经完结。

# ---- 余额与规则 ----
ledger-crossing = 规则不允许这样转：{ $from } 不能变成 { $to }（{ $kind }）。
ledger-insufficient = 可用时间有 { $free } 分钟，需要 { $needed } 分钟，还差 { $missing } 分钟。
ledger-budget = 发放额度还剩 { $left } 分钟，不够 { $needed } 分钟。
ledger-bounds = 数目太大，账本记不下。

# ---- 明细里的用词 ----
ledger-class-earned = 服务所得
ledger-class-granted = 政府发放
ledger-class-gifted = 他人赠予
ledger-class-system = 系统
ledger-class-honour = 荣誉时间
ledger-state-free = 可用
ledger-state-held = 预留
ledger-state-frozen = 冻结
ledger-kind-hold = 下单预留
ledger-kind-release = 预留退回
ledger-kind-hold_expiry = 预留到期退回
ledger-kind-settlement = 服务结算
ledger-kind-grant = 发放
ledger-kind-gift = 赠予
ledger-kind-donation = 捐赠
ledger-kind-allotment = 公益帮扶
ledger-kind-overflow = 超出上限转出
ledger-kind-expiry = 到期转入公益账户
ledger-kind-honour = 荣誉记录
ledger-kind-reversal = 冲正
ledger-kind-claim_settlement = 扣回
ledger-kind-freeze = 冻结
ledger-kind-lift = 解除冻结
ledger-kind-inheritance = 继承
ledger-kind-exit = 注销转出
ledger-kind-merge = 账户合并
ledger-kind-clearing_out = 转往外地
ledger-kind-clearing_in = 外地转入
ledger-kind-clearing_return = 外地退回

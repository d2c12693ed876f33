# 服务订单：状态、步骤、每一个“不行”的理由、办理页面上的话。

# ---- 状态 ----
orders-state-draft = 草稿
orders-state-submitted = 待审核
orders-state-published = 待接单
orders-state-taken = 待同意
orders-state-confirmed = 待服务
orders-state-serving = 服务中
orders-state-awaiting = 待确认
orders-state-disputed = 申诉中
orders-state-settled = 已完成
orders-state-refused = 未通过
orders-state-expired = 已过期
orders-state-cancelled = 已取消
orders-state-revoked = 已撤销

# ---- 进度 ----
orders-path-review = 待审核
orders-path-open = 待接单
orders-path-planned = 待服务
orders-path-serving = 服务中
orders-path-confirm = 待确认
orders-path-done = 已完成

# ---- 经过 ----
orders-step-draft = 存为草稿
orders-step-submit = 提交需求
orders-step-publish = 审核通过，已发布
orders-step-refuse = 审核未通过
orders-step-expire = 过期结束
orders-step-take = 志愿者接单
orders-step-assign = 站点派单
orders-step-accept = 志愿者接受邀请
orders-step-agree = 同意志愿者上门
orders-step-decline = 希望换人
orders-step-withdraw = 志愿者退单
orders-step-no-show = 没有来人
orders-step-cancel = 取消
orders-step-check-in = 签到
orders-step-check-out = 签出
orders-step-forgotten = 忘记签出，系统代为结束
orders-step-missed = 到时间还没有签到
orders-step-log-call = 电话核实
orders-step-agreed = 已确认，等待电话核实
orders-step-remind = 提醒站点打电话
orders-step-settle = 确认完成，时间入账
orders-step-dispute = 提出疑问
orders-step-decide = 疑问已处理
orders-step-revoke = 撤销结算

# ---- 双方 ----
orders-side-elder = 服务对象
orders-side-volunteer = 志愿者
orders-side-staff = 工作人员
orders-side-system = 系统

# ---- 标记 ----
orders-flagged = 标记
orders-flag-late-night = 夜间服务
orders-flag-late-cancel = 临近才取消
orders-flag-forgotten = 忘记签出
orders-flag-missed = 没有按时签到
orders-flag-few-proofs = 到场证明不足
orders-flag-outside-radius = 位置不在服务地点
orders-flag-clock-skew = 手机时间不准
orders-flag-off-plan = 时长与计划相差较大
orders-flag-too-short = 时间太短
orders-flag-no-show = 没有来人
orders-flag-needs-call = 需要电话核实

# ---- 到场证明 ----
orders-phase-in = 到达
orders-phase-out = 离开
orders-phase-after = 事后
orders-proof-position = 位置
orders-proof-door-code = 签到码或服务卡
orders-proof-elder-call = 给老人打电话
orders-proof-witness = 工作人员见证
orders-verdict-valid = 有效
orders-verdict-invalid = 不符
orders-verdict-unknown = 不能确定
orders-distance = 相距 { $metres } 米

# ---- 评价 ----
orders-tag-on-time = 准时
orders-tag-kind = 和气
orders-tag-careful = 细心
orders-tag-skilled = 能干
orders-tag-polite = 有礼貌
orders-tag-well-prepared = 准备周到
orders-tag-late = 迟到
orders-tag-hurried = 匆忙
orders-mark = { $mark ->
    [5] 5 分 · 非常满意
    [4] 4 分 · 满意
    [3] 3 分 · 一般
    [2] 2 分 · 不满意
    [1] 1 分 · 很不满意
   *[other] { $mark } 分
}
orders-marks = { $mark } 分
orders-rated-by-elder = 服务对象的评价
orders-rated-by-volunteer = 志愿者的评价
orders-rated-by-staff = 工作人员的评价
orders-rated-by-system = 评价

# ---- 理由（可选） ----
orders-reason-not-needed = 不需要了
orders-reason-other-time = 想换个时间
orders-reason-family-helps = 家里有人帮忙了
orders-reason-in-hospital = 生病住院了
orders-reason-ill = 身体不舒服
orders-reason-at-work = 工作走不开
orders-reason-family-matter = 家里有急事
orders-reason-transport = 路上过不来
orders-reason-somebody-known = 想要熟悉的志愿者
orders-reason-uneasy = 觉得不放心
orders-reason-not-at-home = 老人不在家
orders-reason-times-wrong = 时间记得不对
orders-reason-asked-for-more = 被要求做别的事
orders-reason-behaviour = 言行不当
orders-reason-did-not-come = 没有来人
orders-reason-not-as-asked = 做的和说好的不一样
orders-reason-money-asked = 有人提到钱
orders-reason-no-show = 没有来人
orders-reason-time-differs = 双方说的时长不一样

# ---- 提示 ----
orders-advice-draft-elder = 这是草稿，还没有提交。
orders-advice-submitted-elder = 工作人员看过后就会发布，一般当天有结果。
orders-advice-published-elder = 正在找附近的志愿者，有人接单会马上告诉您。
orders-advice-taken-elder = 请看看是谁来，同意后就定下来。
orders-advice-confirmed-elder = 已经说好了。到时请他说出签到码，对上了再开门。
orders-advice-serving-elder = 志愿者正在服务。结束后请您确认。
orders-advice-awaiting-elder = 服务结束了，请确认一下，时间才会转给志愿者。
orders-advice-disputed-elder = 工作人员会打电话了解情况，时间先留着不动。
orders-advice-settled-elder = 已经完成，谢谢您的确认。
orders-advice-refused-elder = 没有通过审核，预留的时间已退回。
orders-advice-expired-elder = 这一单没有成行，预留的时间已退回，可以重新发布。
orders-advice-cancelled-elder = 已取消，预留的时间已退回。
orders-advice-revoked-elder = 这一单的结算已撤销，不同意可以向站点申诉。
orders-advice-taken-volunteer = 等老人一方同意。地址和电话在下面，请按时到。
orders-advice-confirmed-volunteer = 老人已同意。到了门口请签到，准备好问签到码。
orders-advice-serving-volunteer = 正在服务，离开前请签出。
orders-advice-awaiting-volunteer = 等老人确认。老人不用手机时，可以请他出示服务卡当面确认。
orders-advice-disputed-volunteer = 工作人员会听双方说明，时间先留着不动。
orders-advice-settled-volunteer = 时间已入账，谢谢您。
orders-advice-expired-volunteer = 这一单已结束。
orders-advice-cancelled-volunteer = 这一单已取消，您不用去了。
orders-advice-revoked-volunteer = 这一单的结算已撤销，不同意可以向站点申诉。
orders-advice-agreed = 您已确认。到场证明还不够，工作人员会打电话核实后再结算。

# ---- 可以做的事 ----
orders-do-take = 我来接单
orders-do-answer = 回复邀请
orders-do-agree = 同意他来
orders-do-decline = 换一位志愿者
orders-do-cancel = 取消
orders-do-withdraw = 我来不了
orders-do-no-show = 没有来人
orders-do-check-in = 签到
orders-do-check-out = 签出
orders-do-confirm = 确认完成
orders-do-card = 刷卡确认
orders-do-dispute = 有疑问
orders-do-rate = 评价

# ---- 办理前再问一次 ----
orders-ask-take = 接下这一单吗？
orders-why-take = 接下后请按时到。完整的地址和电话会在订单里显示；您看过联系方式，老人能查到。
orders-yes-take = 我来接单
orders-ask-answer = 站点邀请您接这一单
orders-why-answer = 愿意就接下，不方便也没有关系，不会影响您。
orders-yes-answer = 接下
orders-no-answer = 这次不方便
orders-ask-agree = 同意这位志愿者上门吗？
orders-why-agree = 同意后就定下来了。志愿者到门口会说出签到码，对上了再开门。
orders-yes-agree = 同意
orders-ask-decline = 换一位志愿者吗？
orders-why-decline = 这一单会重新发布，再找别人。理由可以不填。
orders-yes-decline = 换一位
orders-ask-withdraw = 确定来不了吗？
orders-why-withdraw = 请尽早说，好再找别人。临近开始才退单会留下记录。
orders-yes-withdraw = 来不了，退单
orders-ask-cancel = 取消这一单吗？
orders-why-cancel = 预留的时间会马上退回您的账户。志愿者会收到通知。
orders-yes-cancel = 取消这一单
orders-ask-cancel-draft = 删除这份草稿吗？
orders-why-cancel-draft = 草稿还没有提交，没有占用您的时间。
orders-yes-cancel-draft = 删除草稿
orders-ask-no-show = 志愿者没有来吗？
orders-why-no-show = 对不起，让您久等了。可以换个时间再来，也可以取消；预留的时间不会少。
orders-yes-no-show = 确定没有来
orders-again = 换个时间再来（选填）
orders-again-hint = 填了新的日期和时间就重新找人；不填就取消并退回时间。
orders-ask-dispute = 对这次服务有疑问吗？
orders-why-dispute = 提出后时间先不结算，工作人员会听双方说明再处理，并说明理由。
orders-yes-dispute = 提出疑问

# ---- 办完了 ----
orders-done-take = 接单成功，请按时到。
orders-done-answer = 已回复，谢谢。
orders-done-agree = 已同意，到时请核对签到码。
orders-done-decline = 已重新发布，再找一位志愿者。
orders-done-withdraw = 已退单，谢谢您及时说明。
orders-done-cancel = 已取消，预留的时间已退回。
orders-done-again = 已换到新的时间，重新找志愿者。
orders-done-dispute = 已收到，工作人员会尽快联系双方。
orders-done-check-in = 签到成功，开始服务。
orders-done-check-out = 签出成功，等老人确认。
orders-done-settled = 已确认，{ $length }已转给志愿者。
orders-done-agreed = 已确认。工作人员会再打电话核实，然后结算。
orders-done-differ = 您说的时长和记录相差较大，工作人员会来核实。
orders-done-rate = 评价已收到，谢谢您。
orders-done-submitted = 已提交，工作人员看过后就会发布。
orders-done-published = 已发布，正在找志愿者。

# ---- 签到签出 ----
orders-check-in-title = 签到
orders-check-in-hint = { $from } 到 { $to } 之间可以签到。需要 { $count } 种到场证明，位置和签到码各算一种。
orders-check-out-title = 签出
orders-check-out-hint = 您在 { $since } 签到。签出后按系统时间计算时长。
orders-check-note = 手机没有定位也可以签到，请问老人要签到码，或看老人的服务卡。
orders-code-field = 签到码或服务卡号
orders-code-field-hint = 老人手机上的 6 位签到码，或服务卡上的 8 位数字。
orders-code-title = 签到码
orders-code-large = 放大看签到码
orders-code-why = 志愿者到门口时，请把这个码念给他听，或让他看一眼。
orders-code-who = 来的是{ $who }。
orders-code-for = { $kind } · { $when }
orders-code-changes = 签到码几分钟换一次。念的时候变了，就点“看新的码”。
orders-code-new = 看新的码

# ---- 确认 ----
orders-confirm-title = 服务都做好了吗？
orders-served = 记录是 { $from } 到 { $to }，共 { $length }。
orders-confirm-text = 对的话请确认，时间就会转给志愿者。
orders-confirm-yes = 对，确认完成
orders-confirm-other = 时间不对？
orders-confirm-minutes = 实际大约多少分钟
orders-confirm-minutes-hint = 和记录相差较大时，工作人员会来核实。
orders-confirm-send-other = 按我说的时间确认
orders-card-title = 请老人当面确认
orders-card-code = 服务卡号
orders-card-hint = 请老人拿出服务卡，输入上面的 8 位数字；或老人手机上的 6 位签到码。
orders-card-send = 确认完成

# ---- 评价页 ----
orders-rate-title = 评价这次服务
orders-rate-mark = 您满意吗？
orders-rate-tags = 可以选几个词
orders-rate-remark = 还想说什么
orders-rate-remark-hint = 请不要写电话、地址等个人信息。

# ---- 每一个“不行” ----
orders-elder-not-active = 还没有通过服务对象登记，不能发布需求。可以在“我的”里申请，或请站点帮忙。
orders-elder-overlap = 这段时间已经有一单了，请换个时间。
orders-item-needed = 请选择一项服务。
orders-minutes-range = 时长要在 1 分钟到 24 小时之间。
orders-new-start-range = 请选择今天以后、可以预约的日期和时间。
orders-reason-needed = 请说明理由。
orders-invite-count = 请选择 1 到 20 位志愿者。
orders-decide-range = 判给的时间要在 0 到预留的时间之间。
orders-stale = 情况已经有变化，下面是最新的情况，请看过再办。
orders-wrong-state = 这一单现在是“{ $state ->
    [draft] 草稿
    [submitted] 待审核
    [published] 待接单
    [taken] 待同意
    [confirmed] 待服务
    [serving] 服务中
    [awaiting] 待确认
    [disputed] 申诉中
    [settled] 已完成
    [refused] 未通过
    [expired] 已过期
    [cancelled] 已取消
    [revoked] 已撤销
    [decided] 已处理
   *[other] { $state }
}”，不用再办这一步了。
orders-taken-by-another = 这一单刚刚有人接了，谢谢您的热心，请看看别的。
orders-already-yours = 这一单已经是您的了。
orders-own-order = 自己发布的需求不能自己接。
orders-own-interest = 与自己或亲属有关的订单要由别的工作人员办理。
orders-own-review = 自己录入的需求要由另一位工作人员审核。
orders-not-yours = 这一步要由另一方或工作人员来办。
orders-already-started = 开始时间已经到了，不能这样办理。
orders-not-started = 还没有到开始时间，请到时间后再说。
orders-not-due = 现在还不到处理的时候。
orders-code-wrong = 号码不对，请再看一遍。
orders-code-tries = 输错太多次了，请打电话给站点核实。
orders-call-first = 请先给老人打电话，问清楚再代为确认。
orders-silence-needs-a-look = 这一单有需要核实的地方，不能按没有回应处理。
orders-nothing-held = 这一单没有预留的时间，不能结算。
orders-already-rated = 您已经评价过了。
orders-still-running = 还有 { $count } 个订单在服务中、等确认或有争议，请先办完。

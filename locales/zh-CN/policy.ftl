# 规则：每一个“不行”的理由、规则文件检查的结果、规则说明页的用词。

# ---- 志愿者 ----
policy-too-young = 做志愿者要年满 { $min } 周岁，现在是 { $age } 周岁。
policy-too-old = 志愿者年龄不超过 { $max } 周岁，现在是 { $age } 周岁。
policy-minor-too-young = 未成年人年满 { $min } 周岁才能参加，现在是 { $age } 周岁。
policy-minor-not-student = 不满 { $min } 周岁的，只有在校学生可以参加。
policy-guardian-missing = 不满 { $min } 周岁的，要先由监护人确认。
policy-not-resident = 志愿者要在本市常住。
policy-check-missing = 还有一项没有核实：{ $check ->
    [identity] 身份
    [health] 健康声明
    [credit] 信用记录
    [offence] 无严重违法记录
   *[other] { $check }
}。
policy-not-trained = 完成培训后就可以开始服务。
policy-exam-missing = 还没有参加线上考核。
policy-exam-not-passed = 这次考核答对 { $percent }%，达到 { $pass }% 为合格，可以再考。

# ---- 服务对象 ----
policy-elder-too-young = 服务对象要年满 { $min } 周岁，现在是 { $age } 周岁。
policy-elder-not-resident = 服务对象要在本市常住。
policy-elder-not-identified = 请先完成实名认证，站点可以帮您办。
policy-no-class = 目前只登记规定的重点对象。

# ---- 下单 ----
policy-unknown-item = 这里没有这项服务。
policy-not-urgent = 这项服务不能按应急下单。
policy-too-short = 这项服务最少约 { $min } 分钟。
policy-too-long = 这项服务一次最多约 { $max } 分钟。
policy-outside-hours = 这项服务可以约在 { $from } 到 { $to } 之间，并在此之前结束。
policy-in-the-past = 开始时间已经过去了。
policy-too-soon = 请至少提前 { $lead } 分钟下单；急事请打站点电话。
policy-too-far = 最多可以约到 { $days } 天以后。
policy-too-many-open = 同时最多有 { $max } 个未完成的订单。
policy-quota-used = 这项服务每月可以用 { $quota } 次，这个月已经用完。
policy-paid-care = 这项服务已经由居家养老补贴支付，不用再花时间。
policy-late-night = 这个时间太晚，需要站点同意。
policy-cancel-serving = 服务已经开始，不能取消；有问题请联系站点。
policy-cancel-late = 离开始很近才取消，已经记下来。

# ---- 接单和上门 ----
policy-not-active = 志愿者账户还没有启用。
policy-guardian-not-present = 未成年人服务时，监护人要在场。
policy-risk-for-minor = 这项服务有一定风险，未成年人不能接。
policy-licence-missing = 这项服务需要有效的资质：{ $licence ->
    [doctor] 医师
    [nurse] 护士
    [therapist] 康复治疗师
    [lawyer] 律师
    [counsellor] 心理咨询师
    [social_worker] 社会工作者
    [first_aider] 急救员
   *[other] { $licence }
}。
policy-not-insured = 服务当时要有有效的保险，请联系站点办理。
policy-own-kin = 照顾自己的亲属不记时间。
policy-own-household = 照顾同住的人不记时间。
policy-overlap = 这个时间您已经有别的服务。
policy-gap-too-short = 两次服务之间至少要隔 { $gap } 分钟。
policy-day-cap = 一天最多服务 { $cap } 小时，这一天已有 { $planned } 小时。
policy-week-cap = 一周最多服务 { $cap } 小时，这一周已有 { $planned } 小时。
policy-check-in-early = 开始前 { $minutes } 分钟可以签到。
policy-check-in-late = 开始后 { $minutes } 分钟不能再签到，请联系站点。
policy-proofs-missing = 到场证明需要 { $needed } 种，现在有 { $have } 种；站点会先打电话回访。
policy-silence-too-short = 签出满 { $hours } 小时以后，没有回应才可以按没有异议处理。
policy-silence-no-call = 要先给老人打过电话，没有回应才可以按没有异议处理。

# ---- 结算和补录 ----
policy-visit-too-short = 服务时间太短，没有记入。
policy-outside-tolerance = 实际时间和约定相差较多，需要看一看。
policy-back-entry-late = 补录要在服务结束后 { $hours } 小时以内。
policy-back-entry-cap = 每名工作人员每月最多补录 { $max } 条。
policy-back-entry-alone = 补录要由另一个人复核。
policy-back-entry-no-evidence = 补录要附上证据。
policy-rating-not-for-volunteers = 这里由老人评价，志愿者不用评价。
policy-rating-closed = 评价要在确认后 { $days } 天以内。
policy-rating-mark = 评分是 1 到 { $highest } 分。

# ---- 兑换和转移 ----
policy-redeem-too-young = 年满 { $min } 周岁可以兑换，现在是 { $age } 周岁。您存的时间会一直保留。
policy-redeem-not-yet = 现在还不符合兑换条件。您存的时间会一直保留。
policy-redeem-no-need = 需要帮助的时候才能兑换。
policy-redeem-kin = 这位家人不在可以代为兑换的范围内。
policy-redeem-kin-too-young = 家人年满 { $min } 周岁才能使用，现在是 { $age } 周岁。
policy-gift-not-allowed = 这里的时间不能转给别人。
policy-gift-kin = 时间只能赠予规定范围内的亲属。
policy-gift-no-link = 请先在亲情账号里确认关系。
policy-gift-receiver-too-young = 受赠的家人要年满 { $min } 周岁，现在是 { $age } 周岁。
policy-gift-day-cap = 一天最多赠予 { $cap } 小时，今天已赠予 { $given } 小时。
policy-gift-year-cap = 一年最多赠予 { $cap } 小时，今年已赠予 { $given } 小时。
policy-donation-not-allowed = 这里暂时不接受时间捐赠。
policy-groups-not-allowed = 这里暂时没有团体账户。
policy-group-time-donate-only = 团体的时间只能捐赠，不能兑换。
policy-grant-not-allowed = 这里不发放时间。
policy-grant-not-eligible = 目前不属于发放对象。
policy-grant-recheck-due = 资格每 { $months } 个月复核一次，请先复核再发放。
policy-entitlement-unknown = 这里没有这项待遇。
policy-entitlement-too-little = 这项待遇需要存满 { $needed } 小时，还差 { $missing } 小时。
policy-entitlement-too-young = 这项待遇要年满 { $min } 周岁，现在是 { $age } 周岁。
policy-entitlement-no-trigger = 需要照护或者体弱失能时才能享受这项待遇。

# ---- 找不到规则 ----
policy-no-city = 这个地方还没有时间银行的规则。
policy-no-version = { $day } 这一天没有生效的规则。
policy-unknown-version = 没有这个版本的规则：{ $version }。
policy-unreadable = 规则文件读不通：{ $detail }
policy-explain = 没有看懂要说明的事项：{ $detail }

# ---- 规则文件的检查 ----
policy-check-no-version = 这套规则一个版本也没有。
policy-check-version-dates = 版本的结束日早于开始日。
policy-check-version-overlap = 版本 { $earlier } 和 { $later } 的日期重叠。
policy-check-version-gap = 版本 { $earlier } 和 { $later } 之间有空档。
policy-check-version-twice = 版本号 { $name } 用了两次。
policy-check-city = { $city } 不是一个市的区划代码。
policy-check-article-unknown = { $name } 依据的条款 { $article } 不存在。
policy-check-article-twice = 条款 { $article } 写了两次。
policy-check-article-dates = 条款 { $article } 的日期不在版本之内。
policy-check-article-not-in-force = { $name } 依据的条款 { $article } 不是在整个版本期间都有效。
policy-check-article-id = 条款 { $article } 的编号没有以版本号开头。
policy-check-article-unused = 条款 { $article } 没有任何规定引用。
policy-check-requirement = 条款 { $article } 的需求编号 { $name } 不对。
policy-check-text-missing = 条款 { $article } 缺少中文、英文或者出处。
policy-check-twice = 代码 { $name } 用了两次。
policy-check-category-unknown = 服务 { $name } 的类别不存在。
policy-check-item-length = 服务 { $name } 的时长应当是最短不大于通常、通常不大于最长。
policy-check-item-hours = 服务 { $name } 的时段不对。
policy-check-item-window = 服务 { $name } 的最长时间放不进可约的时段。
policy-check-item-radius = 服务 { $name } 的签到范围要在 30 到 2000 米之间。
policy-check-item-licence = 服务 { $name } 需要资质，但本市不开放专业服务。
policy-check-item-place = 服务 { $name } 限定的地方不在本市。
policy-check-item-unpaid = 服务 { $name } 按最短时间做完，一分钟也记不上。
policy-check-item-night = 服务 { $name } 的时段落在禁止的深夜。
policy-check-number = { $name } 的值 { $value } 不在允许的范围内。
policy-check-not-rising = { $name } 应当由低到高排列。
policy-check-class-unknown = 引用的对象类别 { $name } 不存在。
policy-check-gift-no-kin = 允许赠予，却没有列出可以赠予的亲属。
policy-check-gift-caps = 赠予的日限额应当大于零，并且不超过年限额。
policy-check-redeem-nobody = 没有任何人能够兑换。
policy-check-hold-order = 先用哪一类时间，要把三类各写一次。
policy-check-earn-caps = 每日上限应当不超过每周上限，也不能短于最短的服务。
policy-check-entitlement-cap = 待遇 { $name } 要存 { $minutes } 分钟，账户上限却只有 { $cap } 分钟，永远达不到。
policy-check-entitlement-years = 按每日每周上限，待遇 { $name } 要服务 { $years } 年才能达到。
policy-check-entitlement-expiry = 存的时间 { $months } 个月就过期，待遇 { $name } 永远达不到。

# ---- 条款的依据 ----
policy-source-law = 法律法规
policy-source-city-document = 城市文件
policy-source-city-report = 关于城市方案的报道
policy-source-public-page = 公开网页
policy-source-platform-default = 平台默认（城市没有规定）

# ---- 说明页的事项 ----
policy-act-register-volunteer = 登记为志愿者
policy-act-activate-volunteer = 志愿者上岗
policy-act-register-elder = 登记为服务对象
policy-act-redeem = 兑换时间
policy-act-submit = 下单
policy-act-cancel = 取消订单
policy-act-take = 接单
policy-act-check-in = 签到
policy-act-prove = 到场证明
policy-act-silence = 没有回应时的确认
policy-act-late-night = 深夜服务
policy-act-settle = 结算
policy-act-back-enter = 补录
policy-act-rate = 评价
policy-act-gift = 赠予
policy-act-donate = 捐赠
policy-act-grant = 发放时间
policy-act-stars = 星级
policy-act-claim = 申请待遇

# ---- 参数组 ----
policy-group-unit = 时间单位
policy-group-rounding = 取整
policy-group-travel = 路上时间
policy-group-settlement = 结算
policy-group-earned-expiry = 存的时间的有效期
policy-group-earn-caps = 每日和每周上限
policy-group-balance-cap = 存储上限
policy-group-volunteer-age = 志愿者年龄
policy-group-minors = 未成年人
policy-group-guardian = 监护人
policy-group-minor-limits = 未成年人的限制
policy-group-residence = 常住要求
policy-group-checks = 上岗前核实
policy-group-gate = 上岗条件
policy-group-exam = 考核标准
policy-group-professional = 专业服务
policy-group-insurance = 保险
policy-group-insurance-payer = 保险由谁出
policy-group-cover = 投保与报案
policy-group-conflict = 回避
policy-group-age-preference = 低龄帮高龄
policy-group-recipients = 服务对象
policy-group-open-registration = 自愿登记
policy-group-catalogue = 服务种类
policy-group-item-limits = 各项服务的时长和时段
policy-group-review = 发布审核
policy-group-hold = 下单时冻结
policy-group-ordering = 下单的时间和数量
policy-group-cancelling = 取消
policy-group-visiting = 签到时间和间隔
policy-group-overlap = 时间重叠
policy-group-presence = 到场证明
policy-group-missed-visit = 未到提醒
policy-group-forgotten-check-out = 忘记签出
policy-group-silence = 没有回应
policy-group-late-night = 深夜时段
policy-group-back-entry = 补录
policy-group-paid-care = 与付费养老订单比对
policy-group-rating = 评价
policy-group-rating-form = 评价的期限和分数
policy-group-redeem = 兑换
policy-group-gift = 赠予
policy-group-gift-caps = 赠予限额
policy-group-donation = 捐赠
policy-group-grant = 发放
policy-group-grant-recheck = 发放资格复核
policy-group-grant-amount = 发放数量
policy-group-group-time = 团体时间
policy-group-stars = 星级
policy-group-entitlements = 待遇
policy-group-sanctions = 处理办法
policy-group-certificate = 记录证明
policy-group-watching = 预警种类
policy-group-alerts = 预警界线

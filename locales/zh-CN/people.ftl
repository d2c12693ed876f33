# 人员：登记、审核、登录、工作人员、消息

# 填写
people-missing = 这一项必须填写。
people-text-long = 内容太长，请缩短一些。
people-name-form = 姓名请填身份证上的汉字或字母，至少两个字。
people-id-form = 身份证号应为 18 位，最后一位可以是 X。
people-id-check = 身份证号有一位填错了，请对照证件再看一遍。
people-id-birth = 身份证号里的出生日期不正确，请对照证件再看一遍。
people-phone-form = 电话号码不正确：手机 11 位，固定电话请带区号。
people-mobile-needed = 这里需要一个能收短信的手机号。
people-phone-not-proved = 这个手机号还没有验证，请填刚才收到验证码的号码。
people-unknown-place = 这个地区不在本市，请从列表中重新选择。
people-community-needed = 请选择到社区或村。
people-street-needed = 请选择街道（乡镇）或社区。
people-home-outside = 地图上的位置离所选地区太远，请重新标一下。
people-consent-missing = 请先阅读并同意个人信息说明。
people-health-undeclared = 请确认身体和精神状况适合参加服务。
people-record-undeclared = 请确认没有不良信用和严重违法记录。
people-exam-share = 考试成绩应在 0 到 100 之间。
people-licence-expired = 这项资质已经过期，请查看证件上的有效期。
people-username-form = 用户名为 3 到 32 个小写字母、数字或 . - _，以字母开头。
people-username-taken = 这个用户名已有人使用，请换一个。
people-password-weak = 密码至少 10 个字符，不要太简单，也不要包含用户名。
people-day-order = 结束日期要在开始日期之后，并且不能早于今天。
people-scope-form = 请至少选择一项权限，写法如 orders:read，最多 20 项。
people-token-days = 有效期应在 1 到 365 天之间。

# 登记和审核
people-already-registered = 这个身份已经登记过了。如果是您本人，请用登记时的手机号登录，或到服务站点办理。
people-identity-mismatch = 姓名与已登记的身份证号对不上，请核对证件。
people-already-enrolled = 已经申请过或正在参加，不用重复申请。
people-outside-territory = 您只能登记住在自己负责地区的人。
people-not-pending = 这项申请已经有人处理过了，请刷新后查看。
people-wrong-state = 目前的状态不能这样办理，请刷新后查看。
people-review-own = 自己录入的申请要由另一位工作人员审核。
people-own-account = 自己的事情不能自己办理，请找另一位工作人员。
people-own-kin = 家人的事情不能自己办理，请找另一位工作人员。
people-not-allowed = 您的岗位不能办理这件事。
people-too-many-reveals = 您一小时内查看完整信息的次数已到上限，请稍后再试。
people-check-contradicted = 这一项的比对结果是“未通过”，不能只打勾：{ $check ->
    [identity] 身份
    [credit] 信用记录
    [offence] 无严重违法记录
    [residence] 常住
    [social_insurance] 社会保险
   *[other] { $check }
}。请查看证件，在核验记录里写明依据。
people-check-day = 核验日期不能晚于今天。
people-article-unknown = 没有这一条款，请从列表中选择。
people-barred = 您已被除名，{ $until ->
    [open] 目前不能再申请
   *[other] { $until } 之前不能再申请
}。如有异议，可以申诉。
people-bar-known = 这个人已经除名了。
people-bar-closed = 这件事已经处理过了，请刷新后查看。
people-bar-involved = 提出或同意除名的人不能处理申诉，请找另一位工作人员。
people-not-enrolled = 这个人没有这项登记。
people-consent-version = 说明已经更新，请重新看一遍再决定。
people-consent-not-offered = 本市没有这一项用途，不需要同意。
people-correction-open = 您已有 { $count } 件更正要求在处理，请等答复后再提。
people-correction-closed = 这件更正要求已经处理过了，请刷新后查看。
people-correction-own = 自己记下的更正要求要由另一位工作人员处理。
people-identity-taken = 这个身份证号已有另一个人登记。如果是同一个人，请办理合并。
people-nothing-changed = 填写的和已登记的一样，没有改动。

# 亲属关系
people-link-same = 请选择两个不同的人。
people-link-known = 这个关系已经登记过了。
people-link-own = 自己登记的关系要由另一位工作人员确认。
people-link-closed = 这个关系已经处理过了，请刷新后查看。

# 登录
people-code-too-soon = 验证码刚刚发出，请等 { $seconds } 秒再试。
people-code-too-many = 这个号码今天收到的验证码太多了，请晚些再试，或到服务站点办理。
people-address-too-many = 这里今天要验证码的次数太多了，请明天再试，或到服务站点办理。
people-code-wrong = 验证码不对或已经过期，请重新输入，或再要一个。
people-code-locked = 今天输错的次数太多了。请明天再试，或带身份证到服务站点办理。
people-proof-over = 手机验证已经过期，请重新获取验证码。
people-sign-in-wrong = 用户名、密码或动态码不对，请再试一次。
people-sign-in-too-many = 输错的次数太多了，请 15 分钟后再试。
people-no-active-grant = 您的账号目前没有生效的岗位，请联系上级管理员。
people-not-acting = 请先选择要为谁办理。

# 工作人员
people-staff-known = 这个人已经有工作账号了。
people-not-staff = 这个人还没有工作账号。
people-officer-exists = 已经有市级管理员，请由市级管理员在后台添加人员。
people-last-officer = 这是最后一位市级管理员，不能结束。请先任命另一位。
people-grant-own = 不能给自己授权，也不能批准给自己的授权。
people-grant-level = 这个岗位不能设在这一级地区。
people-grant-known = 这个人在这里已经有这个岗位，或正在等待批准。
people-grant-closed = 这项授权已经处理过了，请刷新后查看。
people-too-many-tokens = 程序令牌已到 20 个，请先停用不用的。

# 身份和状态
people-kind-volunteer = 志愿者
people-kind-elder = 服务对象
people-state-applied = 待审核
people-state-registered = 已登记，待审核
people-state-active = 正常
people-state-suspended = 已暂停
people-state-refused = 未通过
people-state-exited = 已退出
people-sex-female = 女
people-sex-male = 男
people-session-citizen = 市民登录
people-session-staff = 工作人员登录
people-look-reveal = 工作人员查看
people-look-service = 为上门服务查看
people-look-order = 处理订单时查看
people-look-export = 导出本人全部信息
people-look-correction = 处理更正要求时查看
people-grant-proposed = 待批准
people-grant-active = 生效
people-grant-ended = 已结束
people-grant-refused = 未批准

# 岗位
people-role-city_officer = 市级管理员
people-role-district_officer = 区级管理员
people-role-street_officer = 街道（乡镇）管理员
people-role-site_clerk = 站点工作人员
people-role-supervisor = 监督员
people-role-fund_manager = 基金管理员
people-role-auditor = 审计员
people-role-operator = 系统运维
people-role-rule_editor = 规则编辑

# 关系
people-link-kind-parent = 父母
people-link-kind-grandparent = 祖父母或外祖父母
people-link-kind-child = 子女
people-link-kind-grandchild = 孙子女或外孙子女
people-link-kind-spouse = 配偶
people-link-kind-parent_in_law = 公婆或岳父母
people-link-kind-sibling = 兄弟姐妹
people-link-kind-other_relative = 其他亲属
people-link-kind-friend = 朋友
people-link-kind-household = 同住
people-link-kind-guardian = 被监护人
people-link-state-claimed = 待确认
people-link-state-active = 已确认
people-link-state-refused = 未确认
people-link-state-ended = 已解除

# 办理途径
people-channel-self_service = 本人办理
people-channel-proxy = 家人代办
people-channel-desk = 站点办理
people-channel-hotline = 电话办理
people-channel-api = 系统对接
people-channel-system = 系统

# 服务对象的情况
people-trait-empty_nest = 空巢
people-trait-living_alone = 独居
people-trait-left_behind_rural = 农村留守
people-trait-low_income = 低保
people-trait-disabled = 失能
people-trait-semi_disabled = 半失能
people-trait-dementia = 失智
people-trait-handicap = 残疾
people-trait-family_planning_special = 计划生育特殊家庭
people-trait-advanced_age = 高龄
people-trait-urgent_difficulty = 急难
people-trait-care_needed = 需要照护
people-trait-holds_time = 有存储时间

# 资质
people-licence-doctor = 医师
people-licence-nurse = 护士
people-licence-therapist = 康复治疗师
people-licence-lawyer = 律师
people-licence-counsellor = 心理咨询师
people-licence-social_worker = 社会工作者
people-licence-first_aider = 急救员
people-licence-caregiver = 养老护理员

# 消息
people-told-active = 您的申请已经通过（{ $kind ->
    [volunteer] 志愿者
    [elder] 服务对象
   *[other] { $kind }
}）。
people-told-refused = 您的申请没有通过（{ $kind ->
    [volunteer] 志愿者
    [elder] 服务对象
   *[other] { $kind }
}）。原因可以在“我的”里查看，也可以问服务站点。
people-told-barred = 您已被除名（{ $kind ->
    [volunteer] 志愿者
    [elder] 服务对象
   *[other] { $kind }
}），依据 { $article }。不同意的可以在“我的志愿之路”里申诉，也可以到站点办理。
people-told-appeal = 您的申诉已经处理：{ $state ->
    [lifted] 除名已撤销，可以重新申请
    [upheld] 维持除名
   *[other] { $state }
}。
people-told-changed = 您的{ $kind ->
    [volunteer] 志愿者
    [elder] 服务对象
   *[other] { $kind }
}状态有变化：{ $state ->
    [active] 已恢复
    [suspended] 已暂停
    [exited] 已退出
   *[other] { $state }
}。
people-told-staff = 已为您开通工作账号。如果不是您本人知情的，请马上联系服务站点。
people-told-reset = 您的工作账号密码和动态码已由上级重设。如果不是您要求的，请马上联系上级。
people-told-correction = { $state ->
    [done] 您的更正要求已处理，信息已更正。
   *[other] 您的更正要求已处理，没有更正，原因见“我的信息”。
}
people-told-identity = 您的姓名或身份证号已由工作人员更正，请在“我的信息”里核对。
people-told-role = 您有了新的岗位：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
   *[other] { $role }
}，地区代码 { $node }。
people-told-role-ended = 您的岗位已结束：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] { $role }
}，地区代码 { $node }。

# 短信
people-text-code = 您的验证码是 { $code }，{ $minutes } 分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。

# 岗位、账号与四眼
people-grant-separate = 系统、安全、审计三员不能由一人兼任，也不能兼其他岗位（已有：{ $held ->
    [operator] 系统运维
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] 其他岗位
}）。
people-account-locked = 这个账号已被锁定，请联系安全管理员。
people-grant-invited = 待本人确认
people-role-security_admin = 安全管理员
people-role-audit_admin = 审计管理员
people-told-locked = 您的工作账号已被锁定，有疑问请联系安全管理员。
people-told-unlocked = 您的工作账号已解锁。
people-told-invited = 请您确认一个新岗位：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] { $role }
}，地区代码 { $node }。登录工作台后选择接受或不接受，14 天内有效。
people-told-role-accepted = 您授予的岗位已由本人接受：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] { $role }
}，地区代码 { $node }。
people-told-role-declined = 您授予的岗位本人没有接受：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] { $role }
}，地区代码 { $node }。
people-told-role-ending = 岗位将于 { $until } 到期：{ $role ->
    [city_officer] 市级管理员
    [district_officer] 区级管理员
    [street_officer] 街道（乡镇）管理员
    [site_clerk] 站点工作人员
    [supervisor] 监督员
    [fund_manager] 基金管理员
    [auditor] 审计员
    [operator] 系统运维
    [rule_editor] 规则编辑
    [security_admin] 安全管理员
    [audit_admin] 审计管理员
   *[other] { $role }
}，地区代码 { $node }。需要继续的，请提前重新授予。

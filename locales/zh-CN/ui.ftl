# 各页面共用的文字：页头、页脚、导航、表单和列表部件。

ui-skip = 跳到正文
ui-back = 返回
ui-print = 打印
ui-read = 读给我听
ui-filter = 筛选
ui-not-now = 先不了
ui-optional = （选填）
ui-sign-in = 登录
ui-sign-out = 退出登录
ui-hours = 小时
ui-minutes = 分钟
ui-article = 依据：{ $article }

ui-errors = 有 { $count } 处需要改一改
ui-geo-why = 提交时会请手机报一下位置，只用于核对您已到达，不会持续跟踪。
ui-geo-wait = 正在确认您的位置，请稍候……

ui-edition-elder = 长辈版
ui-edition-normal = 普通版
ui-elder-home = 回首页
ui-elder-call = 打电话
ui-text-size = 字的大小
ui-letter = 字
ui-text-size-1 = 标准
ui-text-size-2 = 大一点
ui-text-size-3 = 更大
ui-text-size-4 = 最大

ui-acting-region = 代办提示
ui-acting = 正在代 { $name } 办理
ui-acting-leave = 退出代办

ui-tabs = 主导航
ui-tab-home = 首页
ui-tab-hall = 任务大厅
ui-tab-publish = 发布
ui-tab-messages = 消息
ui-tab-me = 我的

ui-help-phone = 客服电话
ui-foot-sites = 附近站点
ui-foot-verify = 查验真伪
ui-foot-promise = 公开承诺
ui-foot-fraud = 防骗提示
ui-foot-privacy = 隐私说明
ui-foot-never = 时间不买卖、不提现，没有推荐奖励。有人让您交钱，请先打客服电话。

ui-path = 办理进度
ui-path-done = （已完成）
ui-pages = 翻页
ui-pages-count = 第 { $from }–{ $to } 条，共 { $total } 条
ui-pages-prev = 上一页
ui-pages-next = 下一页

ui-menu = 菜单
ui-menu-today = 今日服务
ui-menu-people = 人员
ui-menu-volunteers = 志愿者
ui-menu-elders = 服务对象
ui-menu-review = 审核中心
ui-menu-orders = 订单
ui-menu-ledger = 时间账本
ui-menu-grants = 发放
ui-menu-places = 机构与站点
ui-menu-rules = 规则与参数
ui-menu-system = 系统
ui-menu-applications = 申请
ui-menu-needs = 需求
ui-menu-links = 亲属关系
ui-menu-approvals = 第二人批准
ui-menu-books = 总账
ui-menu-versions = 版本和条款
ui-menu-explain = 规则会怎么说
ui-menu-staff = 工作人员
ui-menu-audit = 操作日志
ui-menu-tokens = 程序令牌

ui-console-find = 查找
ui-console-find-hint = 姓名、手机号、身份证号、编号、订单号
ui-console-logged = 您的查看和操作都会留痕

# 各处通用的词句：拒绝、出错、时间和日期

common-not-found = 没有找到您要的内容。可能地址有误，或者它不在您可以查看的范围内。
common-invalid = 有些内容需要修改，请看下面标出的地方。
common-sign-in = 请先登录，再继续。
common-forbidden = 您现在不能办理这件事。如有疑问，请联系服务站点。
common-too-many = 操作太频繁了，请稍等一会儿再试。
common-busy = 现在办理的人较多，请稍后再试。您的内容没有提交。
common-unknown = 暂时无法确认是否办理成功。请稍后用同一页面再试一次，不会重复办理。
common-slow = 等待时间太长，没有得到结果，请稍后再试。
common-fault = 系统出了问题，我们会尽快处理。您的这次操作没有完成。
common-method = 这个地址不支持这种操作。
common-too-large = 提交的内容太大，请减少后再试。
common-media-type = 提交的格式不对，这里不能识别。
common-bad-request = 请求的内容不完整或格式有误，请检查后再试。
common-json-broken = 提交的内容不是完整的 JSON，请检查后再试。
common-form-expired = 这个页面放得太久，或不是从本站打开的。请返回上一页，刷新后再提交。
common-key-missing = 缺少防止重复提交的编号，请刷新页面后再提交。
common-key-form = 防止重复提交的编号格式不对，应为 1 到 100 个字母、数字或符号。
common-key-reused = 这个编号已经用于另一项操作，请刷新页面后再提交。

# 字段
common-field-unknown = 这里没有这个字段，请检查名称。
common-field-missing = 这一项必须填写。
common-field-type = 这一项的类型不对。
common-field-form = 这一项的格式不对，请重新填写。
common-too-long = 这一项的文字太长，请缩短后再提交。
common-invalid-choice = 这个选项不在列表中，请重新选择。

# 没有专门说明时的拒绝
common-refused-invalid = 填写的内容不符合要求，请修改后再提交。
common-refused-sign-in = 请先登录，再继续。
common-refused-not-found = 没有找到您要的内容。
common-refused-forbidden = 您现在不能办理这件事。
common-refused-conflict = 情况已经有变化，请刷新页面后再试。
common-refused-rule = 按现行规则，这件事现在不能办理。
common-refused-too-many = 操作太频繁了，请稍后再试。

# 出错页的标题
common-title-bad-request = 请求有误
common-title-sign-in = 请先登录
common-title-forbidden = 不能办理
common-title-not-found = 没有找到
common-title-method = 不支持这种操作
common-title-conflict = 情况有变化
common-title-too-large = 内容太大
common-title-media-type = 格式不支持
common-title-refused = 没有办成
common-title-too-many = 请稍等
common-title-busy = 请稍后再试
common-title-fault = 系统出了问题
common-go-home = 回到首页
common-request-id = 如需帮助，请告诉工作人员这个编号：

# 时间
common-amount-minutes = { $minutes } 分钟
common-amount-hours = { $hours } 小时
common-amount-both = { $hours } 小时 { $minutes } 分钟
common-day-short = { $month }{ $day }日 { $weekday }
common-day-long = { $year }年{ $month }{ $day }日
common-weekday-1 = 周一
common-weekday-2 = 周二
common-weekday-3 = 周三
common-weekday-4 = 周四
common-weekday-5 = 周五
common-weekday-6 = 周六
common-weekday-7 = 周日
common-month-1 = 1月
common-month-2 = 2月
common-month-3 = 3月
common-month-4 = 4月
common-month-5 = 5月
common-month-6 = 6月
common-month-7 = 7月
common-month-8 = 8月
common-month-9 = 9月
common-month-10 = 10月
common-month-11 = 11月
common-month-12 = 12月

# 导出
common-export-note = 由 { $who } 于 { WHEN($at) } 导出，仅限工作使用，请勿转发。

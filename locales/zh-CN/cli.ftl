# 命令行里给人看的话。

cli-demo-begins = 正在为{ $city }生成演示：{ $people } 位居民，{ $days } 天的生活……
cli-demo-day = 第 { $done } 天（共 { $days } 天）：已登记 { $people } 人，已结算 { $settled } 次服务
cli-demo-done = 演示已生成：{ $people } 人登记，{ $settled } 次服务结算，{ $refusals } 次按规则拒绝，用时 { $seconds } 秒。
cli-demo-kept = 使用已有的演示 { $place }（生成于 { $made }）。
cli-demo-old = 这份演示不是今天生成的，“今天”的服务已经过去；加 --fresh 可重新生成。
cli-demo-cast = 可以扮演的人（都是虚构的）。登录页可一键进入；手工登录用手机号，或用户名和密码：

cli-cast-elder = 老人，有一次服务等待确认
cli-cast-elder-today = 老人，今天有人上门
cli-cast-volunteer-free = 志愿者，今晚有空，附近有需求
cli-cast-volunteer-serving = 志愿者，正在服务
cli-cast-family = 子女
cli-cast-site-clerk = 服务点工作人员
cli-cast-street-officer = 街道经办人
cli-cast-district-officer = 区级管理员
cli-cast-city-officer = 市级管理员
cli-cast-second-city-officer = 另一位市级管理员（复核）
cli-cast-auditor = 审计员（只看不改）

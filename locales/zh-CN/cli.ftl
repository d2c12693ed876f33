# 命令行里给人看的话。

cli-demo-begins = 正在为{ $city }生成演示：{ $people } 位居民，{ $days } 天的生活……
cli-demo-day = 第 { $done } 天（共 { $days } 天）：已登记 { $people } 人，已结算 { $settled } 次服务
cli-demo-done = 演示已生成：{ $people } 人登记，{ $settled } 次服务结算，{ $refusals } 次按规则拒绝，用时 { $seconds } 秒。
cli-demo-kept = 使用已有的演示 { $place }（生成于 { $made }）。
cli-demo-old = 这份演示不是今天生成的，“今天”的服务已经过去；加 --fresh 可重新生成。
cli-demo-cast = 可以扮演的人（都是虚构的）。登录页可一键进入；手工登录用手机号，或用户名和密码：

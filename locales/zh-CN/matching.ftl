# 供需匹配：为什么排在这里。$n 是一个数。

matching-near = 离得近
matching-soon = { $n ->
    [0] 马上就要开始
   *[other] { $n } 小时后开始
}
matching-urgent = 急需帮助
matching-served-before = 您帮助过这位老人 { $n } 次
matching-age-wish = 您的年龄正合适
matching-licensed = 有这项服务要求的资质
matching-free-that-day = { $n ->
    [0] 当天没有其他安排
   *[other] 当天已有 { $n } 分钟安排
}
matching-rested-longest = 已有 { $n } 天没有收到邀请
matching-never-asked = 还没有收到过邀请
matching-well-rated = 评价好（{ $n } 次）

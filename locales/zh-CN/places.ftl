# 地点：行政区划、位置

places-unknown-division = 这个地区代码不在本市的区划里，请从列表中重新选择。
places-wrong-level = 这里需要选择另一级地区（例如街道或社区），请重新选择。

# 区划层级
places-level-province = 省
places-level-city = 市
places-level-district = 区
places-level-street = 街道（乡镇）
places-level-community = 社区（村）

# 城市
places-city-nanjing = 南京市
places-city-beijing = 北京市
places-city-qingdao = 青岛市
places-city-wuhan = 武汉市

# 位置能说明什么
places-presence-inside = 在服务地点
places-presence-outside = 不在服务地点
places-presence-unknown = 位置不能确定，需要其他方式证明

# 距离
places-near-metres = 距您 { $metres } 米
places-near-kilometres = 距您 { $kilometres } 公里
places-near-unknown = 距离未知

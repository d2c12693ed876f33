# 接口说明页面

api-title = 时间银行：程序接口
api-machine-readable = OpenAPI 3.1 文档（供程序读取）
api-contents = 目录
api-parameters = 参数
api-required = 必填
api-body = 请求内容
api-answer = 返回
api-problems = 可能的问题

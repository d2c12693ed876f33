# 站内消息：订单的每一步告诉谁、说什么。
# 可用的变量：$item 服务名称，$number 订单号，$day 日期和时间，$minutes 时长。

message-order-submitted = 您的“{ $item }”需求（{ $day }）已提交，工作人员看过后就会发布。
message-order-published = 您的“{ $item }”需求（{ $day }）已经发布，正在找志愿者。
message-order-refused = 您的“{ $item }”需求（{ $day }）没有通过审核，预留的时间已退回。原因可以在订单里看到。
message-order-expired = “{ $item }”（{ $day }）没有成行，订单已结束，预留的时间已退回。
message-order-taken = 有志愿者接了您的“{ $item }”（{ $day }）。请看看是谁，同意后就定下来。
message-order-assigned = 站点给您派了一单“{ $item }”（{ $day }），请按时到。
message-order-agreed = 老人已同意您上门：“{ $item }”，{ $day }。地址和电话在订单里。
message-order-declined = 老人希望换一位志愿者：“{ $item }”（{ $day }）您不用去了，谢谢您。
message-order-withdrawn = 志愿者来不了了，您的“{ $item }”（{ $day }）已重新发布，正在找别人。
message-order-no-show = “{ $item }”（{ $day }）记录为没有来人，订单里可以看到后来怎么办。
message-order-cancelled = “{ $item }”（{ $day }）已取消，预留的时间已退回。
message-order-started = 志愿者到了，“{ $item }”开始服务。
message-order-please-confirm = “{ $item }”（{ $day }）结束了，请您确认一下。
message-order-late = 志愿者还没有到：“{ $item }”（{ $day }）。站点会联系他，您也可以打电话问。
message-order-you-are-late = “{ $item }”（{ $day }）的时间到了，您还没有签到。来不了请马上在订单里说明。
message-order-settled = “{ $item }”已完成，用去 { $minutes }。
message-order-minutes-arrived = “{ $item }”已完成，{ $minutes }已记入您的账户，谢谢您。
message-order-disputed = “{ $item }”（{ $day }）有人提出疑问，工作人员会听双方说明后处理。
message-order-decided = “{ $item }”（{ $day }）的疑问已有处理结果，请在订单里查看。
message-order-revoked = “{ $item }”（{ $day }）已结算的时间被撤销，原因在订单里。不同意可以向站点申诉。
message-order-rated = 您收到一个评价：{ $mark } 分。谢谢您的服务。
message-order-invited = 站点邀请您接一单，请打开看看，愿意就接下。

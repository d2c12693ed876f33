# 第二人批准：每一个“不行”的理由

approval-already-open = 同样的请求正在等第二人批准。
approval-own = 自己提出的要由另一位工作人员决定。
approval-closed = 这项请求已经有人决定了，请刷新后查看。
approval-expired = 这项请求已经过期，请重新提出。
approval-benefits = 您自己会因此得益或受损，要由别人提出、由别人决定。
approval-not-covered = 提出人和批准人都要在这个地区担任有效岗位；其中一位的岗位已经结束，请重新提出。

# 志愿者：比对、资质、漏斗、回访

volunteers-missing = 这一项必须填写。
volunteers-reason-long = 理由太长，请缩短一些。
volunteers-nothing-to-ask = 现在没有需要比对的人。
volunteers-no-gateway = 这里没有接通比对接口，请用文件比对。
volunteers-kind-not-asked = 请选择要比对的项目。
volunteers-batch-empty = 没有等待送出的比对请求。
volunteers-batch-closed = 这一批还没有批准，或已经处理过了。
volunteers-row-unknown = 编号不在这一批里
volunteers-row-result = 结果看不懂，请写“通过”“未通过”或“不明确”
volunteers-row-day = 日期不对，或晚于今天
volunteers-row-differs = 与已收到的结果不一样
volunteers-row-closed = 这一行已经处理过了。
volunteers-file-empty = 请选择文件。
volunteers-file-kind = 只收 JPG、PNG 照片和 PDF；比对结果收 XLSX 和 CSV。
volunteers-file-large = 文件太大，请不要超过 5 MB。
volunteers-file-broken = 文件打不开，可能已经损坏，请重新拍照或导出。
volunteers-file-header = 没有找到“编号、结果、日期”三列。
volunteers-file-encoding = 请把 CSV 存成 UTF-8，或用 XLSX。
volunteers-file-rows = 行数太多，请分成几个文件。
volunteers-paper-open = 同一项资质已经交过，正在审核。
volunteers-paper-closed = 这份证件已经处理过了，请刷新后查看。
volunteers-paper-own = 自己代交的证件要由另一位工作人员审核。
volunteers-not-a-volunteer = 先报名做志愿者，再提交资质。

volunteers-told-step = 您的志愿者报名还差一步：{ $step ->
    [learn] 参加培训
    [exam] 参加考试
   *[other] { $step }
}。打开“培训考试”就能完成。
volunteers-told-licence = 您的资质（{ $licence ->
    [doctor] 医师
    [nurse] 护士
    [therapist] 康复治疗师
    [lawyer] 律师
    [counsellor] 心理咨询师
    [social_worker] 社会工作者
    [first_aider] 急救员
    [caregiver] 养老护理员
   *[other] { $licence }
}）将在 { $until } 到期，请提交新证。到期后不能再接需要它的服务。
volunteers-told-paper = 您提交的资质（{ $licence ->
    [doctor] 医师
    [nurse] 护士
    [therapist] 康复治疗师
    [lawyer] 律师
    [counsellor] 心理咨询师
    [social_worker] 社会工作者
    [first_aider] 急救员
    [caregiver] 养老护理员
   *[other] { $licence }
}）{ $state ->
    [accepted] 已通过审核
    [refused] 没有通过，原因见“我的资质”
   *[other] { $state }
}。
volunteers-funnel = 志愿者漏斗
volunteers-step-learn = 等培训
volunteers-step-exam = 等考试
volunteers-step-checks = 等核验
volunteers-step-review = 等审核
volunteers-step-first = 启用了还没服务过
volunteers-serving = 服务过
volunteers-more = 人数太多，只统计了一部分；请选小一点的范围。
volunteers-stuck-none = 没有停在路上的人
volunteers-th-step = 停在哪一步
volunteers-th-since = 从什么时候
volunteers-th-missing = 还缺
volunteers-th-reminded = 提醒次数
volunteers-quiet = 好久没来的志愿者
volunteers-quiet-text = 启用后 { $days } 天没有服务过的人，最久的在前。打个电话问候一下。
volunteers-quiet-none = 没有这样的人
volunteers-th-last = 最近一次服务
volunteers-th-active = 启用日期
volunteers-never = 还没服务过
volunteers-registers = 比对请求
volunteers-batches = 批次
volunteers-batches-none = 还没有批次
volunteers-batch-proposed = 等第二人批准
volunteers-batch-released = 已批准，可以取文件
volunteers-batch-refused = 未批准
volunteers-th-made = 提出时间
volunteers-th-answered = 已回复
volunteers-th-bad = 待修正
volunteers-requests = 请求统计
volunteers-requests-none = 还没有比对请求
volunteers-th-route = 怎么比对
volunteers-th-count = 数量
volunteers-route-batch = 文件
volunteers-route-gateway = 接口
volunteers-request-waiting = 等待送出
volunteers-request-out = 已送出
volunteers-request-answered = 已回复
volunteers-request-failed = 没有结果
volunteers-ask = 发起比对
volunteers-ask-text = 正在申请、还没有这项核验的人，和核验快到期的志愿者，都会列入。
volunteers-ask-kinds = 比对什么
volunteers-ask-do = 列入比对
volunteers-make = 做成一个文件
volunteers-make-reason = 用途
volunteers-make-hint = 本人能在查看记录里看到
volunteers-make-do = 提交，等第二人批准
volunteers-export = 取文件
volunteers-export-text = 文件里有姓名和身份证号，只用于比对；每次取文件都会记录。
volunteers-import = 导入结果
volunteers-answer = 比对结果文件
volunteers-answer-hint = XLSX 或 CSV，要有“编号、结果、日期”三列，顺序不限；同一个文件可以重复导入
volunteers-import-do = 导入
volunteers-waits-second = 等另一位工作人员批准
volunteers-bad = 要修正的行
volunteers-bad-none = 没有要修正的行
volunteers-line = 第 { $n } 行
volunteers-repair = 改好了
volunteers-drop = 不要这一行
volunteers-column-number = 编号
volunteers-column-kind = 核验项目
volunteers-column-name = 姓名
volunteers-column-id = 身份证号
volunteers-column-result = 结果
volunteers-column-day = 日期
volunteers-papers = 资质证件审核
volunteers-papers-none = 没有等待审核的证件
volunteers-handed = 提交时间
volunteers-paper = 证件
volunteers-file = 证件照片或 PDF
volunteers-file-size = { $kib } KB
volunteers-open = 打开证件
volunteers-open-text = 打开会留下记录，本人能看到。
volunteers-review = 审核
volunteers-review-hint = 通过可以不填；不通过要写原因，本人会看到
volunteers-accept = 通过
volunteers-refuse = 不通过
volunteers-paper-handed_in = 审核中
volunteers-paper-accepted = 已通过
volunteers-paper-refused = 未通过
volunteers-mine = 我的资质
volunteers-mine-sub = 医师、护士、律师等证件
volunteers-licences = 现有资质
volunteers-licence-good = 有效到 { $day }
volunteers-licence-ending = { $day } 到期，请交新证
volunteers-licence-over = { $day } 已到期
volunteers-hand-in = 提交证件
volunteers-licence = 资质
volunteers-choose = 请选择
volunteers-until = 有效期到
volunteers-file-hint = JPG、PNG 或 PDF，不超过 5 MB；照片里的拍摄地点等信息会自动去掉
volunteers-send = 提交
volunteers-handed-in = 交过的证件
volunteers-handed-in-none = 还没有交过
volunteers-papers-count = 共 { $n } 份
volunteers-paper-detail = { $handed } 提交，有效期到 { $until }
volunteers-done-asked = 已列入 { $n } 项比对
volunteers-done-batch = 已提交，等另一位工作人员批准
volunteers-done-import = 收下 { $taken } 行，以前收过 { $known } 行，要修正 { $bad } 行
volunteers-done-row = 这一行已处理
volunteers-done-accepted = 资质已通过
volunteers-done-refused = 已退回，本人会收到通知
volunteers-done-handed = 已提交，审核后会通知您
way-reference-learning-exam = 时间银行考试
way-reference-learning-course = 时间银行培训

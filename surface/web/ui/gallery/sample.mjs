// Sample words and lists for the gallery pages, both languages side by side. Nobody in here exists.

const words = {
  "g-parts": ["页面部件", "Page parts"], "g-parts-sub": ["每样一个，照着用", "One of each, to copy from"],
  "g-done": ["已完成", "Done"], "g-waiting": ["待确认", "To be confirmed"], "g-running": ["服务中", "Running"], "g-late": ["已超时", "Late"], "g-cancelled": ["已取消", "Cancelled"],
  "g-notice-title": ["明天有雨", "Rain tomorrow"], "g-notice": ["出门请带伞，路滑慢行。", "Take an umbrella and mind the wet road."],
  "g-refusal": ["这个时段您已有一单，不能再接", "You already have a visit at this hour"], "g-article": ["《服务管理办法》第十二条", "Service rules, article 12"],
  "g-refusal-next": ["可以换一个时段，或先取消原来的订单。", "Choose another hour, or cancel the first visit."],
  "g-take": ["我要接单", "Take it"], "g-detail": ["查看详情", "Details"], "g-stop": ["取消订单", "Cancel order"], "g-thanks": ["谢谢您", "Thank you"],
  "g-path": ["办理进度", "Progress"], "g-history": ["经过", "History"],
  "g-volunteer": ["陈** 志愿者", "Volunteer Chen"], "g-volunteer-detail": ["三星 · 服务 318 小时 · 已实名", "Three stars · 318 h served · identity checked"], "g-volunteer-mark": ["陈", "C"],
  "g-kinds": ["服务类别", "Kinds of help"],
  "g-empty": ["这里还没有订单", "No orders yet"], "g-empty-text": ["附近有 12 位老人在等人帮忙。", "Twelve elders near you are waiting for help."], "g-empty-do": ["去看看", "Have a look"],
  "g-ask": ["确定取消这次服务吗？", "Cancel this visit?"], "g-ask-yes": ["确定取消", "Cancel the visit"],
  "g-when": ["时间", "When"], "g-when-value": ["11 月 25 日 周三 上午 9:30", "Wed 25 Nov, 9:30"], "g-place": ["地点", "Where"], "g-place-value": ["和平里街道 · 距您 350 米", "Hepingli · 350 m from you"],
  "g-qr": ["签到二维码", "Check-in QR code"],
  "g-name": ["姓名", "Name"], "g-name-value": ["王芳", "Wang Fang"], "g-phone": ["手机号", "Mobile number"], "g-phone-hint": ["用来接收服务通知", "For messages about visits"],
  "g-phone-error": ["手机号少了几位，应是 11 位数字。", "The number is too short: it has 11 digits."],
  "g-id": ["身份证号", "Identity number"], "g-id-hint": ["只用于实名认证，加密保存", "Only for the identity check, kept encrypted"],
  "g-code": ["验证码", "Code"], "g-password": ["密码", "Password"], "g-people": ["需要几个人", "How many helpers"], "g-people-unit": ["人", "people"],
  "g-day": ["日期", "Day"], "g-start": ["开始时间", "Start"], "g-kind": ["服务类别", "Kind of help"], "g-choose": ["请选择", "Please choose"],
  "g-length": ["大约多久", "About how long"], "g-skills": ["您会些什么", "What you can do"], "g-note": ["想说的话", "Anything to add"], "g-note-hint": ["比如：老人听力不好，请说慢一点", "For example: hard of hearing, please speak slowly"],
  "g-photo": ["照片", "Photo"], "g-agree": ["我已阅读并同意《服务约定》", "I have read and agree to the service terms"], "g-send": ["提交", "Send"],

  "g-hello": ["上午好，王女士", "Good morning, Ms Wang"], "g-balance": ["时间余额", "Time balance"], "g-balance-more": ["收支明细", "Statement"],
  "g-earned": ["服务所得", "Earned"], "g-granted": ["政府发放", "Granted"], "g-gifted": ["亲友赠予", "Gifted"], "g-frozen": ["冻结中", "On hold"],
  "g-v1": ["8 时 30 分", "8 h 30"], "g-v2": ["2 时 30 分", "2 h 30"], "g-v3": ["1 时 30 分", "1 h 30"], "g-v4": ["2 时", "2 h"],
  "g-stars": ["三星志愿者", "Three stars"], "g-next-star": ["离四星还差", "To the fourth star"], "g-next-star-text": ["318 / 600 小时", "318 of 600 h"], "g-read-all": ["全部标为已读", "Mark all as read"],
  "g-q-help": ["我去帮忙", "Give help"], "g-q-ask": ["请人帮忙", "Ask for help"], "g-q-check": ["签到", "Check in"], "g-q-site": ["附近站点", "Service points"],
  "g-next": ["今天的服务", "Today’s visit"], "g-near": ["您附近的需求", "Needs near you"], "g-all": ["全部", "All"], "g-checkin": ["去签到", "Check in"],
  "g-fraud-title": ["谨防冒充", "Beware of imitators"], "g-fraud": ["时间银行从不收费，不拉人头，不许诺回报。", "The time bank never charges, never pays for members and promises no returns."],
  "g-hall": ["任务大厅", "Tasks near you"], "g-hall-sub": ["按离您的远近排列，共 23 个", "Nearest first, 23 in all"], "g-day-filter": ["哪一天", "Which day"], "g-far": ["多远", "How far"],
  "g-order": ["上门陪聊", "Company and a chat"], "g-order-no": ["订单 2026-1125-0093", "Order 2026-1125-0093"], "g-order-what": ["服务内容", "What it is"],
  "g-hours": ["时长", "Length"], "g-hours-value": ["约 1 小时 30 分", "About 1 h 30 min"], "g-elder": ["服务对象", "For"], "g-elder-value": ["李奶奶，82 岁，独居", "Grandma Li, 82, lives alone"],
  "g-minutes": ["可得时间", "You receive"], "g-minutes-value": ["1 小时 30 分钟", "1 h 30 min"], "g-site": ["服务站点", "Service point"], "g-site-value": ["和平里社区养老驿站", "Hepingli community point"],
  "g-address-later": ["接单后可以看到完整地址和联系电话。", "You will see the full address and phone number once you take it."], "g-share": ["说明", "Note"],
  "g-order-note": ["老人喜欢听评剧，耳朵有点背，说话请大声些。不需要带东西。", "She loves opera and is a little hard of hearing. Nothing to bring."],
  "g-publish": ["发布服务需求", "Ask for help"], "g-publish-sub": ["站点会在 1 个工作日内审核", "The service point reviews it within one working day"],
  "g-publish-note": ["将冻结 2 小时，服务完成后才扣除。", "Two hours are put on hold and deducted only after the visit."], "g-publish-send": ["提交审核", "Send for review"],
  "g-publish-who": ["谁需要帮忙", "Who needs help"], "g-day-error": ["这一天已经过去了，请选今天或以后。", "That day has passed: choose today or later."],
  "g-kind-error": ["请选一种服务。", "Choose one kind of help."],
  "g-statement": ["收支明细", "Statement"], "g-print-book": ["打印存折", "Print passbook"], "g-month": ["2026 年 11 月", "November 2026"], "g-month-sum": ["收入 6 小时，支出 2 小时", "In 6 h, out 2 h"],
  "g-month-before": ["2026 年 10 月", "October 2026"], "g-month-before-sum": ["收入 4 小时 30 分", "In 4 h 30 min"],
  "g-elder-home": ["李奶奶，您好", "Hello, Grandma Li"], "g-elder-day": ["今天是 11 月 25 日，周三", "Today is Wednesday, 25 November"],
  "g-d-visit": ["谁来看我", "Who visits me"], "g-d-help": ["我要帮忙", "I need help"], "g-d-call": ["打电话", "Call"], "g-d-time": ["我的时间", "My time"],
  "g-d-visit-note": ["今天 9:30 小陈", "Today 9:30, Chen"], "g-d-help-note": ["买菜 看病 聊天", "Shopping, doctor, chat"], "g-d-call-note": ["有人接听", "Someone answers"], "g-d-time-note": ["12 小时 30 分", "12 h 30 min"],
  "g-visit": ["谁来看我", "Who visits me"], "g-visit-day": ["今天（周三）上午 9:30", "Today (Wednesday), 9:30 in the morning"], "g-visit-what": ["陪您聊天，大约 1 个半小时", "A chat with you, about one and a half hours"],
  "g-visit-who": ["陈建国", "Chen Jianguo"], "g-visit-who-detail": ["志愿者，男，56 岁，来过 3 次", "Volunteer, man, 56, here three times before"], "g-visit-mark": ["陈", "C"],
  "g-visit-code": ["见面对一下暗号", "Ask for this word"], "g-visit-code-why": ["他能说出这三个数字，才开门。", "Open the door only if he can say these three numbers."], "g-visit-code-value": ["5 2 8", "5 2 8"],
  "g-visit-call": ["给他打电话", "Call him"], "g-visit-not": ["今天不方便", "Not today"],
  "g-signin": ["登录", "Sign in"], "g-signin-sub": ["第一次使用会自动建好账户", "Your account is made at the first sign-in"], "g-signin-code": ["发送验证码", "Send me a code"], "g-signin-voice": ["听语音验证码", "Hear the code by phone"],
  "g-signin-terms": ["我同意《服务约定》和《隐私说明》", "I agree to the terms and the privacy rules"], "g-signin-other": ["不会用手机？", "No phone at hand?"], "g-signin-desk": ["到附近站点办理", "Go to a service point near you"], "g-signin-call": ["打电话办理", "Do it by telephone"],

  "g-today": ["今日服务", "Today’s visits"], "g-today-sub": ["和平里街道 · 11 月 25 日 周三", "Hepingli street · Wed 25 Nov"], "g-desk-new": ["代发布需求", "Ask for somebody"], "g-desk-print": ["打印今日单", "Print today’s list"],
  "g-t-visits": ["今日订单", "Visits today"], "g-t-running": ["服务中", "Running"], "g-t-late": ["未按时签到", "Not checked in"], "g-t-confirm": ["待确认", "To be confirmed"], "g-t-return": ["待回访", "To call back"], "g-unit": ["单", ""],
  "g-t-visits-note": ["比上周三多 6 单", "6 more than last Wednesday"], "g-t-late-note": ["最久 25 分钟", "Longest 25 min"],
  "g-th-time": ["时间", "Time"], "g-th-kind": ["类别", "Kind"], "g-th-elder": ["服务对象", "Elder"], "g-th-volunteer": ["志愿者", "Volunteer"], "g-th-status": ["状态", "Status"], "g-th-do": ["操作", "Do"], "g-th-no": ["订单号", "Order"], "g-th-day": ["日期", "Day"], "g-th-hours": ["时长", "Length"], "g-th-site": ["站点", "Point"],
  "g-alerts": ["请先处理", "First of all"], "g-desk-quick": ["来人办事", "A visitor at the desk"], "g-desk-quick-sub": ["手机号或身份证后四位", "Phone or last four of the ID"], "g-desk-open": ["打开", "Open"],
  "g-orders": ["订单", "Orders"], "g-orders-sub": ["共 1,284 单符合条件", "1,284 orders match"], "g-export": ["导出表格", "Export"], "g-status": ["状态", "Status"], "g-district": ["区域", "District"], "g-from": ["从", "From"], "g-to": ["到", "To"],
  "g-o-sub": ["助餐 · 待确认 · 已过 26 小时", "Meal · to be confirmed · 26 h ago"], "g-o-confirm": ["代为确认", "Confirm for the elder"], "g-o-call": ["电话回访", "Call back"], "g-o-facts": ["订单信息", "Order"], "g-o-proof": ["服务凭据", "Proof"],
  "g-o-sign": ["签到", "Check-in"], "g-o-sign-value": ["11 月 24 日 11:02，离门牌 18 米", "24 Nov 11:02, 18 m from the door"], "g-o-out": ["签出", "Check-out"], "g-o-out-value": ["11 月 24 日 12:06", "24 Nov 12:06"], "g-o-photo": ["照片", "Photos"], "g-o-photo-value": ["2 张", "2"],
  "g-o-pay": ["记入时间", "To be booked"], "g-o-pay-value": ["1 小时 04 分 → 60 分钟（按半小时取整）", "1 h 04 min → 60 min (half hours)"], "g-o-people": ["双方", "People"],
  "g-crumb": ["订单", "Orders"],

  "g-slip": ["服务订单", "Order slip"], "g-slip-sign-v": ["志愿者签字", "Volunteer signs"], "g-slip-sign-e": ["老人或代办人签字", "Elder or helper signs"], "g-slip-foot": ["时间不买卖、不提现。有疑问请打", "Hours are never sold or cashed. Questions: call"],
  "g-card": ["签到卡", "Check-in card"], "g-card-do": ["请志愿者到门口后扫码，或输入下面的数字。", "At the door, scan this or type the number below."], "g-cut": ["沿此线剪开", "Cut here"],
  "g-book": ["时间存折", "Time passbook"], "g-book-holder": ["户主", "Holder"], "g-book-no": ["账号", "Account"], "g-book-period": ["期间", "Period"], "g-book-period-v": ["2026 年 10 月 1 日至 11 月 25 日", "1 Oct to 25 Nov 2026"],
  "g-book-day": ["日期", "Day"], "g-book-what": ["摘要", "What"], "g-book-in": ["存入", "In"], "g-book-out": ["支出", "Out"], "g-book-left": ["余额", "Balance"], "g-book-sum": ["期末余额", "Closing balance"], "g-book-check": ["扫码或上网查验真伪，校验码 7K4M-92QX", "Verify by QR or online, check word 7K4M-92QX"],
  "g-sites": ["附近站点", "Service points"], "g-sites-sub": ["共 4 个，都可以当面办理", "Four, all serve you in person"],
};

const q = [
  ["1110111", "1000101", "1011101", "1010001", "1110111", "0001100", "1101011"],
];
const qr = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21" shape-rendering="crispEdges"><path d="${squares()}"/></svg>`;

function squares() {
  // A made-up pattern with the three finder corners; it only has to look like a code.
  const cells = [];
  for (let y = 0; y < 21; y++) for (let x = 0; x < 21; x++) {
    const corner = [[0, 0], [14, 0], [0, 14]].find(([cx, cy]) => x >= cx - 1 && x <= cx + 7 && y >= cy - 1 && y <= cy + 7);
    let on;
    if (corner) {
      const dx = Math.abs(x - corner[0] - 3), dy = Math.abs(y - corner[1] - 3), d = Math.max(dx, dy);
      on = d === 3 || d <= 1;
    } else on = q[0][(x * 3 + y) % 7][(y * 5 + x * x) % 7] === "1";
    if (on) cells.push(`M${x} ${y}h1v1h-1z`);
  }
  return cells.join("");
}

/** `g` and the words for one language; 0 Chinese, 1 English. */
export function sample(n) {
  const say = (zh, en) => [zh, en][n];
  const choice = (value, zh, en, chosen = false, hint = "") => ({ value, label: say(zh, en), hint, chosen });
  const order = (o) => ({ href: "#order", status: "", tone: "still", hours: "", place: "", who: "", pay: "", ...o });
  const row = (day, dayEn, time, kind, kindEn, elder, volunteer, status, statusEn, tone, act, actEn) =>
    ({ day: say(day, dayEn), time, kind: say(kind, kindEn), elder, volunteer, status: say(status, statusEn), tone, act: say(act, actEn) });

  return {
    words: Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[n]])),
    g: {
      key: "01JD8W2T5Q",
      qr,
      stars: [true, true, true, false, false],
      none: [],
      errors: [{ field: "day", text: say("这一天已经过去了，请选今天或以后。", "That day has passed: choose today or later.") }, { field: "kind", text: say("请选一种服务。", "Choose one kind of help.") }],
      steps: [["待审核", "Review", "done"], ["待接单", "Open", "done"], ["待服务", "Planned", "done"], ["服务中", "Running", "now"], ["待确认", "Confirm", "next"], ["已完成", "Done", "next"]]
        .map(([zh, en, state]) => ({ label: say(zh, en), state })),
      events: [
        { when: say("今天 9:32", "today 9:32"), title: say("志愿者已签到", "Volunteer checked in"), detail: say("离门牌 12 米", "12 m from the door") },
        { when: say("昨天 18:05", "yesterday 18:05"), title: say("陈** 接单", "Taken by Chen"), detail: "" },
        { when: say("11 月 23 日 10:20", "23 Nov 10:20"), title: say("站点审核通过", "Approved by the service point"), detail: say("和平里社区养老驿站", "Hepingli community point") },
        { when: say("11 月 22 日 16:41", "22 Nov 16:41"), title: say("女儿代为发布", "Asked for by the daughter"), detail: "" },
      ],
      pills: [["全部", "All", true], ["陪聊", "Chat"], ["助餐", "Meals"], ["助医", "Doctor"], ["助洁", "Cleaning"], ["出行陪伴", "Going out"]]
        .map(([zh, en, now = false]) => ({ label: say(zh, en), href: "#", now })),
      pager: { total: 23, from: 1, to: 10, prev: "", next: "#next" },
      desk_pager: { total: "1,284", from: 1, to: 20, prev: "", next: "#next" },
      kinds: [choice("talk", "陪聊解闷", "A chat"), choice("meal", "买菜做饭", "Meals"), choice("clinic", "陪同看病", "Doctor"), choice("clean", "打扫卫生", "Cleaning"), choice("walk", "出门走走", "Going out"), choice("other", "别的事", "Something else")],
      lengths: [choice("60", "1 小时", "1 hour"), choice("90", "1 个半小时", "1½ hours", true), choice("120", "2 小时", "2 hours"), choice("180", "3 小时", "3 hours")],
      who: [choice("self", "我自己", "Myself"), choice("mother", "李**（母亲）", "Li ** (mother)", true, say("已绑定亲情账号", "Family account linked"))],
      statuses: [choice("", "全部状态", "All", true), choice("a", "待接单", "Open"), choice("b", "服务中", "Running"), choice("c", "待确认", "To be confirmed")],
      districts: [choice("", "全部区域", "All districts", true), choice("1", "东城区", "Dongcheng"), choice("2", "西城区", "Xicheng")],
      today: order({ kind: say("上门陪聊", "Company and a chat"), icon: "talk", status: say("待服务", "Planned"), tone: "info", when: say("今天（周三）上午 9:30", "Today (Wed) 9:30"), hours: say("约 1 小时 30 分", "About 1 h 30 min"), place: say("和平里东街 · 距您 350 米", "Hepingli East St · 350 m"), who: say("李奶奶", "Grandma Li"), pay: say("得 1 小时 30 分", "+1 h 30 min") }),
      orders: [
        order({ kind: say("陪同看病", "To the doctor"), icon: "clinic", status: say("急", "Urgent"), tone: "bad", when: say("11 月 26 日 周四 上午 8:00", "Thu 26 Nov, 8:00"), hours: say("约 3 小时", "About 3 h"), place: say("和平里街道 · 距您 420 米", "Hepingli · 420 m"), who: say("赵爷爷", "Grandpa Zhao"), pay: say("得 3 小时", "+3 h") }),
        order({ kind: say("买菜做饭", "Meals"), icon: "meal", when: say("11 月 26 日 周四 上午 10:30", "Thu 26 Nov, 10:30"), hours: say("约 1 小时", "About 1 h"), place: say("安定门街道 · 距您 800 米", "Andingmen · 800 m"), who: say("周奶奶", "Grandma Zhou"), pay: say("得 1 小时", "+1 h") }),
        order({ kind: say("出门走走", "Going out"), icon: "walk", when: say("11 月 28 日 周六 下午 3:00", "Sat 28 Nov, 15:00"), hours: say("约 2 小时", "About 2 h"), place: say("和平里街道 · 距您 1.2 公里", "Hepingli · 1.2 km"), who: say("孙爷爷", "Grandpa Sun"), pay: say("得 2 小时", "+2 h") }),
      ],
      entries: [
        { title: say("上门陪聊 · 李奶奶", "Chat · Grandma Li"), detail: say("11 月 22 日 · 服务所得", "22 Nov · earned"), value: say("+1 小时 30 分", "+1 h 30 min"), left: say("12 小时 30 分", "12 h 30 min") },
        { title: say("请人打扫 · 周志愿者", "Cleaning · volunteer Zhou"), detail: say("11 月 18 日 · 兑换服务", "18 Nov · redeemed"), value: say("−2 小时", "−2 h"), left: say("11 小时", "11 h") },
        { title: say("买菜做饭 · 周奶奶", "Meals · Grandma Zhou"), detail: say("11 月 12 日 · 服务所得", "12 Nov · earned"), value: say("+2 小时", "+2 h"), left: say("13 小时", "13 h") },
        { title: say("重阳节发放", "Double Ninth grant"), detail: say("11 月 9 日 · 政府发放，2027 年底前有效", "9 Nov · granted, valid to end of 2027"), value: say("+2 小时 30 分", "+2 h 30 min"), left: say("11 小时", "11 h") },
      ],
      entries_before: [
        { title: say("陪同看病 · 赵爷爷", "Doctor · Grandpa Zhao"), detail: say("10 月 27 日 · 服务所得", "27 Oct · earned"), value: say("+3 小时", "+3 h"), left: say("8 小时 30 分", "8 h 30 min") },
        { title: say("女儿赠予", "Gift from daughter"), detail: say("10 月 15 日 · 亲友赠予", "15 Oct · gifted"), value: say("+1 小时 30 分", "+1 h 30 min"), left: say("5 小时 30 分", "5 h 30 min") },
      ],
      visits: [
        row("今天", "today", "08:00", "助医", "Doctor", "赵*", "周**", "服务中", "Running", "info", "查看", "View"),
        row("今天", "today", "08:30", "助餐", "Meals", "孙**", "吴*", "未签到", "Not checked in", "bad", "打电话", "Call"),
        row("今天", "today", "09:30", "陪聊", "Chat", "李**", "陈**", "待服务", "Planned", "still", "代签到", "Check in"),
        row("今天", "today", "10:30", "助洁", "Cleaning", "钱*", "郑**", "待服务", "Planned", "still", "代签到", "Check in"),
        row("今天", "today", "14:00", "出行陪伴", "Going out", "冯**", "王*", "待服务", "Planned", "still", "代签到", "Check in"),
        row("昨天", "yesterday", "11:00", "助餐", "Meals", "褚*", "卫**", "待确认", "To be confirmed", "wait", "代确认", "Confirm"),
      ],
      list: [
        ["2026-1125-0093", "11-25 周三 09:30", "Wed 25 Nov 09:30", "陪聊", "Chat", "李**", "陈**", "90", "待服务", "Planned", "still"],
        ["2026-1125-0088", "11-25 周三 08:00", "Wed 25 Nov 08:00", "助医", "Doctor", "赵*", "周**", "180", "服务中", "Running", "info"],
        ["2026-1125-0071", "11-25 周三 08:30", "Wed 25 Nov 08:30", "助餐", "Meals", "孙**", "吴*", "60", "未签到", "Not checked in", "bad"],
        ["2026-1124-0419", "11-24 周二 11:00", "Tue 24 Nov 11:00", "助餐", "Meals", "褚*", "卫**", "60", "待确认", "To be confirmed", "wait"],
        ["2026-1124-0402", "11-24 周二 09:00", "Tue 24 Nov 09:00", "助洁", "Cleaning", "蒋**", "沈*", "120", "已完成", "Done", "ok"],
        ["2026-1124-0377", "11-24 周二 08:30", "Tue 24 Nov 08:30", "出行陪伴", "Going out", "韩*", "杨**", "120", "已完成", "Done", "ok"],
        ["2026-1123-0311", "11-23 周一 15:00", "Mon 23 Nov 15:00", "陪聊", "Chat", "朱**", "秦*", "60", "已取消", "Cancelled", "still"],
        ["2026-1123-0298", "11-23 周一 10:00", "Mon 23 Nov 10:00", "助浴", "Bathing", "尤*", "许**", "90", "已完成", "Done", "ok"],
      ].map(([no, zh, en, kind, kindEn, elder, volunteer, minutes, status, statusEn, tone]) => ({ no, when: say(zh, en), kind: say(kind, kindEn), elder, volunteer, minutes: say(`${minutes} 分钟`, `${minutes} min`), status: say(status, statusEn), tone })),
      alerts: [
        { title: say("孙** 的志愿者 25 分钟未签到", "Sun **: volunteer 25 min late"), detail: say("08:30 助餐 · 吴* 138****2210", "08:30 meals · Wu * 138****2210"), icon: "alert" },
        { title: say("3 单已过 24 小时待确认", "3 visits unconfirmed after 24 h"), detail: say("请打电话给老人确认", "Please call the elders"), icon: "phone" },
        { title: say("王* 的资质明天到期", "Wang *: accreditation ends tomorrow"), detail: say("到期后不能接单", "No visits after that"), icon: "doc" },
      ],
      sites: [
        { name: say("东城区", "Dongcheng"), kind: "area", lat: "39.943", lng: "116.418", detail: "", href: "" },
        { name: say("和平里社区养老驿站", "Hepingli community point"), kind: "point", lat: "39.953", lng: "116.421", detail: say("每天 8:30–17:30 · 距您 350 米", "Daily 8:30–17:30 · 350 m"), href: "#a" },
        { name: say("安定门街道服务站", "Andingmen street point"), kind: "point", lat: "39.947", lng: "116.405", detail: say("周一至周五 9:00–17:00 · 1.4 公里", "Mon–Fri 9:00–17:00 · 1.4 km"), href: "#b" },
        { name: say("东直门时间银行窗口", "Dongzhimen counter"), kind: "point", lat: "39.939", lng: "116.431", detail: say("周一至周六 9:00–16:30 · 2.1 公里", "Mon–Sat 9:00–16:30 · 2.1 km"), href: "#c" },
        { name: say("北新桥养老照料中心", "Beixinqiao care centre"), kind: "accent", lat: "39.936", lng: "116.414", detail: say("每天 8:00–18:00 · 2.3 公里", "Daily 8:00–18:00 · 2.3 km"), href: "#d" },
      ],
    },
  };
}

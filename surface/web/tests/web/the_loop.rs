//! The whole loop by forms alone: asked for, taken, agreed, visited, confirmed, booked, rated, told.

use crate::town::{HERE, on_both, quick};

#[tokio::test]
async fn from_the_need_to_the_thanks() {
    on_both(|town| async move {
        let (elder, volunteer) = (town.elder("李桂兰").await, town.volunteer("陈建国").await);
        let (mut home, mut phone) = (town.at_home(elder).await, town.at_home(volunteer).await);

        // The elder asks: what it costs is told before it is sent, and nothing typed is lost on the way.
        let form = town.any_item(&mut home).await;
        let day = town.day(2);
        let typed =
            [("day", day.as_str()), ("start", "10:00"), ("minutes", "60"), ("note", "请带老花镜"), ("do", "check")];
        let check = home.send(&form, &typed).await;
        check.is(200).says("请带老花镜").says("1 小时").says("先预留");
        let edited = home.send(&check.form("/publish"), &[("do", "edit")]).await;
        assert!(edited.html.contains("请带老花镜") && edited.html.contains(&day), "everything typed is still there");
        let sent = home.send(&edited.form("/publish"), &[("do", "send")]).await;
        sent.is(200);
        let order = sent.path.clone();
        assert!(order.starts_with("/orders/"), "{order}");
        town.approve(&order).await;

        // The volunteer finds it in the hall, without the door, and takes it.
        let hall = phone.get("/hall").await;
        hall.is(200).says("李奶奶").says("距您").never_says("和平路").never_says("李桂兰");
        phone.get(&order).await.is(200).never_says("和平路").never_says("请带老花镜");
        let taken = phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await;
        taken.is(200).says("接单成功").says("和平路 8 号 101").says("李桂兰").says("请带老花镜");
        town.settle_down().await;

        // The elder reads who would come and agrees; the code is shown to this side only.
        let inbox = home.get("/messages").await;
        inbox.says("有志愿者接了您的");
        home.get("/me/looks").await.is(200).says("为上门服务查看");
        let agreed = home.fill(&format!("{order}/agree"), &format!("{order}/agree"), &[]).await;
        agreed.is(200).says("已同意").says("陈先生");
        town.set_clock(&day, "10:02");
        let code = home.get(&format!("{order}/code")).await;
        let digits: String =
            code.html.split("tb-code--large\">").nth(1).unwrap().chars().take(7).filter(char::is_ascii_digit).collect();
        assert_eq!(digits.len(), 6);
        phone.get(&format!("{order}/code")).await.is(404);

        // At the door: the code and a position; an hour later out again.
        let spot = town.house.places.centre_of(HERE).unwrap();
        let (lat, lng) = (spot.lat().to_string(), spot.lon().to_string());
        let wrong = phone.fill(&format!("{order}/check-in"), &format!("{order}/check-in"), &[("code", "000000")]).await;
        wrong.is(422).says("号码不对");
        let place = [("lat", lat.as_str()), ("lng", lng.as_str()), ("accuracy", "20")];
        let mut with_code = place.to_vec();
        with_code.push(("code", &digits));
        let served = phone.fill(&format!("{order}/check-in"), &format!("{order}/check-in"), &with_code).await;
        served.is(200).says("签到成功").says("服务中");
        town.set_clock(&day, "11:03");
        let out = phone.fill(&format!("{order}/check-out"), &format!("{order}/check-out"), &place).await;
        out.is(200).says("签出成功").says("待确认");
        town.settle_down().await;

        // The elder's word; the minutes arrive; both are told; the elder says thank you.
        let form = home.get(&format!("{order}/confirm")).await.form(&format!("{order}/confirm"));
        let confirmed = home.send(&form, &[("say", "same")]).await;
        confirmed.is(200).says("已确认").says("已完成");
        town.settle_down().await;
        phone.get("/account").await.is(200).says("服务结算").says("+1 小时");
        phone.get("/messages").await.says("已记入您的账户");
        phone.get("/").await.is(200).says("1 小时");
        let rated = home
            .fill(
                &format!("{order}/rate"),
                &format!("{order}/rate"),
                &[("mark", "5"), ("tags", "kind"), ("remark", "谢谢")],
            )
            .await;
        rated.is(200).says("评价已收到").says("和气");
        phone.get(&order).await.is(200).says("服务对象的评价");

        // The record says it, and a certificate of it can be checked by anybody, as far as the holder shows.
        phone.get("/me/record").await.is(200).says("开一份证明").says("1 小时").says("5 分");
        let new = "/me/record/certificate";
        phone
            .fill(new, new, &[("from", &day), ("to", "2001-01-01"), ("shows", "summary")])
            .await
            .is(422)
            .says("起止日期不对");
        let made = phone.fill(new, new, &[("from", &day), ("to", &day), ("details", "on"), ("shows", "summary")]).await;
        made.is(200).says("证明已开好").says("有效");
        let number = made.html.split("/verify/").nth(1).unwrap().split('<').next().unwrap().trim().to_owned();
        let sheet = made
            .html
            .split("href=\"")
            .find(|link| link.contains("/pdf\""))
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let paper = phone.get(&sheet).await;
        assert!(paper.status == 200 && paper.html.starts_with("%PDF-"), "a sheet");
        home.get(&sheet).await.is(404);
        let mut anybody = town.browser();
        let typed = number.to_lowercase().replace('-', " ");
        let checked = anybody.fill("/verify", "/verify/certificate", &[("number", &typed)]).await;
        checked.is(200).says("这份证明是真的").says("陈**").says("1 小时");
        anybody.fill("/verify", "/verify/certificate", &[("number", "12345")]).await.is(422).says("ZM 开头");
        anybody.get("/verify/ZM200101-22222-22222").await.is(200).says("没有出具过这个编号的证明");
        let asked = phone
            .fill("/me/record/correct", "/me/record/correct", &[("block", "service"), ("said", "少记了半小时")])
            .await;
        asked.is(200).says("已提交").says("少记了半小时");

        // The passbook on paper is genuine, and a changed one is not.
        let book = phone.get("/account/print").await;
        let word = book.html.split("tb-sheet__no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let handle =
            town.house.people.me(&tb_kernel::Actor::citizen(tb_kernel::SessionId(volunteer.0), volunteer)).await;
        let handle = handle.unwrap().person.handle;
        let paper =
            [("account", handle.as_str()), ("day", day.as_str()), ("hours", "1"), ("minutes", "0"), ("word", &word)];
        let mut stranger = town.browser();
        stranger.fill("/verify", "/verify", &paper).await.is(200).says("是真的");
        let mut changed = paper;
        changed[2] = ("hours", "2");
        stranger.fill("/verify", "/verify", &changed).await.is(200).says("对不上");
    })
    .await;
}

#[tokio::test]
async fn an_elder_without_a_telephone_confirms_with_the_card() {
    quick(|town| async move {
        let (elder, volunteer) = (town.elder("周秀英").await, town.volunteer("吴明").await);
        let (mut home, mut phone) = (town.at_home(elder).await, town.at_home(volunteer).await);
        let order = town.published(&mut home).await;
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        let card = home.get("/me/card").await;
        card.is(200).says("服务卡");
        let sheet = home.get("/me/card/pdf").await;
        assert!(sheet.status == 200 && sheet.html.starts_with("%PDF-"), "the card as a sheet");
        let digits: String = card
            .html
            .split("tb-checkcard__code\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        assert_eq!(digits.len(), 8);
        let day = town.day(2);
        town.set_clock(&day, "10:00");
        let spot = town.house.places.centre_of(HERE).unwrap();
        let (lat, lng) = (spot.lat().to_string(), spot.lon().to_string());
        let shown = [("lat", lat.as_str()), ("lng", &lng), ("accuracy", "20"), ("code", &digits)];
        phone.fill(&format!("{order}/check-in"), &format!("{order}/check-in"), &shown).await.is(200);
        town.clock.advance(tb_kernel::Span::minutes(60));
        phone.fill(&format!("{order}/check-out"), &format!("{order}/check-out"), &[]).await.is(200);
        let missing = phone.fill(&format!("{order}/card"), &format!("{order}/card"), &[("code", "")]).await;
        missing.is(422).says("必须填写");
        let done = phone.fill(&format!("{order}/card"), &format!("{order}/card"), &[("code", &digits)]).await;
        done.is(200).says("已完成");
    })
    .await;
}

#[tokio::test]
async fn each_way_out_has_its_page() {
    quick(|town| async move {
        let (elder, volunteer) = (town.elder("孙玉珍").await, town.volunteer("郑强").await);
        let (mut home, mut phone) = (town.at_home(elder).await, town.at_home(volunteer).await);

        // Withdrawn: offered again.
        let order = town.published(&mut home).await;
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        let missing = phone.fill(&format!("{order}/withdraw"), &format!("{order}/withdraw"), &[]).await;
        missing.is(422).says("请说明理由");
        let typed = [("why", "ill")];
        phone.fill(&format!("{order}/withdraw"), &format!("{order}/withdraw"), &typed).await.is(200).says("已退单");
        home.get(&order).await.says("待接单").says("身体不舒服");

        // Declined: offered again. Called off: the time is back.
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        let typed = [("why", "somebody-known")];
        home.fill(&format!("{order}/decline"), &format!("{order}/decline"), &typed).await.is(200).says("已重新发布");
        let typed = [("reason", "不用了，谢谢")];
        let off = home.fill(&format!("{order}/cancel"), &format!("{order}/cancel"), &typed).await;
        off.is(200).says("已取消").says("不用了，谢谢");
        home.get("/account").await.says("预留退回");

        // Nobody came: another time.
        let order = town.published(&mut home).await;
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        town.set_clock(&town.day(2), "10:40");
        let day = town.day(1);
        let again = [("day", day.as_str()), ("start", "15:00")];
        home.fill(&format!("{order}/no-show"), &format!("{order}/no-show"), &again)
            .await
            .is(200)
            .says("已换到新的时间");

        // Questioned: staff decide.
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        town.set_clock(&day, "15:00");
        phone.fill(&format!("{order}/check-in"), &format!("{order}/check-in"), &[]).await.is(200);
        let asked =
            home.fill(&format!("{order}/dispute"), &format!("{order}/dispute"), &[("why", "not-as-asked")]).await;
        asked.is(200).says("申诉中").says("做的和说好的不一样");

        // A draft is kept, found again and sent.
        let form = town.any_item(&mut home).await;
        let day = town.day(3);
        let typed = [("day", day.as_str()), ("start", "09:30"), ("note", "三楼"), ("do", "draft")];
        let kept = home.send(&form, &typed).await;
        kept.is(200).says("已存为草稿").says("草稿");
        let link = crate::html::links(&kept.html).into_iter().find(|link| link.starts_with("/publish?draft=")).unwrap();
        let form = home.get(&link).await;
        assert!(form.html.contains("三楼") && form.html.contains("09:30"));
        home.send(&form.form("/publish"), &[("do", "send")]).await.is(200).says("订单号");
    })
    .await;
}

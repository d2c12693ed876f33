//! A child and a mother by forms alone: claimed, reviewed, confirmed; what the mother lets the child do; what waits for
//! her yes; what she takes back.

use crate::html::forms;
use crate::town::{on_both, quick};

#[tokio::test]
async fn a_child_asks_and_the_mother_decides() {
    on_both(|town| async move {
        let (elder, child) = (town.elder("李桂兰").await, town.volunteer("陈建国").await);
        let (mut home, mut phone) = (town.at_home(elder).await, town.at_home(child).await);
        let people = &town.house.people;
        let shown = people.display(&mut town.house.core.db.read(), &[elder]).await.unwrap();
        let handle = shown[0].handle.clone();
        let typed = |name: &'static str| {
            [
                ("handle", handle.clone()),
                ("name", name.to_owned()),
                ("kind", "parent".into()),
                ("document", "household_register".into()),
            ]
        };
        let fill = |name| typed(name).map(|(field, value)| (field, value));
        let wrong = fill("李明");
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(field, value)| (*field, value.as_str())).collect();
        let again = phone.fill("/family/link", "/family/link", &wrong).await;
        again.is(422).says("没有找到这个编号和姓名对应的人");
        assert!(again.html.contains(&handle), "nothing typed is lost");
        let right = fill("李桂兰");
        let right: Vec<(&str, &str)> = right.iter().map(|(field, value)| (*field, value.as_str())).collect();
        phone.fill("/family/link", "/family/link", &right).await.is(200).says("已提交").says("待确认");

        let officer = &town.officers[0];
        let link = people.claimed_links(officer, None).await.unwrap()[0].0;
        people.decide_link(officer, &town.key(), link, true, "看过户口簿").await.unwrap();
        home.get("/family").await.is(200).says("证明材料已经核对");
        let answered = home.fill("/family", &format!("/family/links/{link}"), &[("do", "yes")]).await;
        answered.is(200).says("关系已生效");

        // Nothing was given yet: there is nobody to act for.
        phone.get("/family").await.never_says("我可以替 TA 办理");
        let powers = format!("/family/proxies/{child}");
        home.fill(&powers, &powers, &[("ask", "together")]).await.is(200).says("立即生效");
        let acting = phone.fill("/family", &format!("/family/act/{elder}"), &[]).await;
        acting.is(200).says("正在代");
        phone.get("/account").await.is(403).says("没有把这一项交给您代办");
        phone.get("/me/contact").await.is(403);
        let form = town.any_item(&mut phone).await;
        let day = town.day(2);
        let asked =
            phone.send(&form, &[("day", &day), ("start", "10:00"), ("note", "请带老花镜"), ("do", "send")]).await;
        asked.is(200).says("已请 TA 确认").says("等待同意");

        let page = home.get("/family").await;
        page.is(200).says("想替您办理");
        let form = forms(&page.html).into_iter().find(|form| form.action.starts_with("/family/requests/")).unwrap();
        let sent = home.send(&form, &[("do", "yes")]).await;
        sent.is(200).says("已同意");
        assert!(sent.path.starts_with("/orders/"), "{}", sent.path);
        sent.says("请带老花镜");
        // Twice is once.
        home.send(&form, &[("do", "yes")]).await;
        phone.get("/family").await.says("已同意");

        home.fill(&powers, &format!("{powers}/end"), &[]).await.is(200).says("全部收回");
        phone.get("/").await.is(200).never_says("正在代");
        home.get("/family/done").await.is(200).says("保存了服务需求草稿").says("亲情代办");
    })
    .await;
}

#[tokio::test]
async fn a_clerk_writes_down_the_elders_word() {
    quick(|town| async move {
        let (elder, child) = (town.elder("李桂兰").await, town.volunteer("陈建国").await);
        let people = &town.house.people;
        let kind = tb_people::LinkKind::Kin(tb_policy::KinKind::Parent);
        let input = tb_people::LinkInput { a: child, b: elder, kind, evidence: "户口簿".into() };
        let link = people.record_link(&town.officers[0], &town.key(), input).await.unwrap();
        people.decide_link(&town.officers[1], &town.key(), link, true, "已核对").await.unwrap();
        let mut home = town.at_home(elder).await;
        home.get("/family").await.is(200).says("陈**").says("让 陈** 替我办理");
    })
    .await;
}

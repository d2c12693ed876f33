//! A group by forms alone: registered, approved, joined; an event planned, opened, signed up for.

use crate::html::forms;
use crate::town::on_both;
use tb_groups::{ApproveGathering, DecideGroup};
use tb_kernel::{Clock as _, GatheringId, GroupId};

#[tokio::test]
async fn a_group_and_its_event() {
    on_both(|town| async move {
        let (anna, bert) = (town.volunteer("陈建国").await, town.volunteer("王建华").await);
        let (mut manager, mut member) = (town.at_home(anna).await, town.at_home(bert).await);
        let typed = [("name", "梅园理发队"), ("kind", "community"), ("about", "每周为长者理发")];
        manager.fill("/groups/new", "/groups/new", &[("name", "梅园理发队")]).await.is(422).says("必须填写");
        let made = manager.fill("/groups/new", "/groups/new", &typed).await;
        made.is(200).says("待审核");
        let path = made.path.clone();
        let group: GroupId = path.rsplit('/').next().unwrap().parse().unwrap();
        member.get(&path).await.is(404);
        let decide = DecideGroup { group, approve: true, reason: "材料齐全".into() };
        town.house.groups.run(&town.officers[0], &town.key(), decide).await.unwrap();

        let page = member.get("/groups").await;
        page.is(200).says("梅园理发队");
        member.fill(&path, &format!("{path}/join"), &[]).await.is(200).says("已申请");
        manager.fill(&path, &format!("{path}/members"), &[("do", "admit")]).await.is(200).says("已更改");
        member.get(&path).await.is(200).says("团体时间只能捐赠").says("NJ-2022-24");

        let day = town.day(2);
        let page = manager.get(&format!("{path}/plan")).await;
        let version = town.house.policies.at(town.house.node, town.clock.now().day()).unwrap();
        let easy = |item: &&tb_policy::Item| item.licence.is_none() && item.risk == tb_policy::Risk::Low;
        let item = version.items.iter().find(easy).unwrap().code.to_string();
        let typed = [
            ("title", "一起聊天"),
            ("item", item.as_str()),
            ("day", day.as_str()),
            ("from", "09:00"),
            ("to", "11:00"),
            ("place", "梅园养老院"),
            ("helpers", "3"),
            ("payer", "honour"),
        ];
        let planned = manager.send(&page.form(&format!("{path}/plan")), &typed).await;
        planned.is(200).says("一起聊天").says("待同意");
        let event = planned.path.clone();
        let gathering: GatheringId = event.rsplit('/').next().unwrap().parse().unwrap();
        let approve = ApproveGathering { gathering, approve: true, reason: "同意".into(), seen: None };
        town.house.groups.run(&town.officers[0], &town.key(), approve).await.unwrap();
        member.fill(&event, &format!("{event}/sign"), &[]).await.is(200).says("已报名").never_says("现场签到码");
        town.set_clock(&day, "08:55");
        let shown = manager.get(&event).await;
        shown.is(200).says("现场签到码").says("王先生");
        member.fill(&event, &format!("{event}/check-in"), &[("code", "000000")]).await.is(422).says("签到码不对");
        assert!(forms(&shown.html).iter().any(|form| form.action == format!("{event}/roster")));
    })
    .await;
}

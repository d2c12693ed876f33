//! Old pages, second presses, somebody faster, the browser's arrow: a kind sentence and how it stands now. And what is
//! somebody else's does not exist.

use crate::town::quick;

#[tokio::test]
async fn the_second_volunteer_is_thanked() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let mut home = town.at_home(elder).await;
        let mut first = town.at_home(town.volunteer("陈建国").await).await;
        let mut second = town.at_home(town.volunteer("王建华").await).await;
        let order = town.published(&mut home).await;
        let path = format!("{order}/take");
        let (one, two) = (first.get(&path).await.form(&path), second.get(&path).await.form(&path));
        first.send(&one, &[]).await.is(200).says("接单成功");
        let late = second.send(&two, &[]).await;
        late.is(200).says("刚刚有人接了");
        assert_eq!(late.path, "/hall");
        second.get(&order).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_second_press_does_it_once_and_says_the_same() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let mut home = town.at_home(elder).await;
        let order = town.published(&mut home).await;
        let path = format!("{order}/cancel");
        let form = home.get(&path).await.form(&path);
        for _ in 0..2 {
            home.send(&form, &[("why", "not-needed")]).await.is(200).says("已取消");
        }
        // The browser's arrow leads to a page whose time is over.
        let back = home.get(&path).await;
        back.is(200).says("这一步已经办过了");
        assert_eq!(back.path, order);
        // And a form with a key of its own, sent too late, shows how it stands.
        let mut fields = form.fields.clone();
        for (name, value) in &mut fields {
            if name == "_key" {
                *value = "another".into();
            }
        }
        fields.push(("why".into(), "not-needed".into()));
        home.post(&path, &fields).await.is(409).says("已取消").says("下面是最新的情况");
    })
    .await;
}

#[tokio::test]
async fn a_stale_page_shows_how_it_stands() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let mut home = town.at_home(elder).await;
        let mut phone = town.at_home(town.volunteer("陈建国").await).await;
        let order = town.published(&mut home).await;
        let path = format!("{order}/cancel");
        let old = home.get(&path).await.form(&path);
        phone.fill(&format!("{order}/take"), &format!("{order}/take"), &[]).await.is(200);
        let shown = home.send(&old, &[("why", "not-needed")]).await;
        shown.is(409).says("情况已经有变化").says("待同意").says("陈先生");
    })
    .await;
}

#[tokio::test]
async fn what_is_somebody_elses_does_not_exist() {
    quick(|town| async move {
        let mut home = town.at_home(town.elder("李桂兰").await).await;
        let mut other = town.at_home(town.elder("赵玉兰").await).await;
        let mut visitor = town.browser();
        let order = town.published(&mut home).await;
        let pages = town.routes.iter().filter(|entry| entry.path.starts_with("/orders/{id}"));
        for entry in pages {
            let path = entry.path.replace("/orders/{id}", &order);
            if entry.verb.writes() {
                let form = other.get("/publish").await.form("/display");
                let mut fields = form.fields.clone();
                fields.extend([("_key".to_owned(), format!("k{}", town.next())), ("why".into(), "ill".into())]);
                fields.extend([("mark".to_owned(), "5".to_owned()), ("code".into(), "123456".into())]);
                other.post(&path, &fields).await.is(404);
            } else {
                other.get(&path).await.is(404);
                visitor.get(&path).await.says("登录").never_says("李奶奶");
            }
        }
        let missing = "/orders/01890000-0000-7000-8000-000000000000";
        let (seen, unseen) = (other.get(missing).await, other.get(&order).await);
        assert_eq!(seen.status, unseen.status);
    })
    .await;
}

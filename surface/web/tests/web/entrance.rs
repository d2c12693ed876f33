//! Signing in and out, registering with every fault at once, the chooser of communities, how pages look, staff.

use crate::html::links;
use crate::town::{HERE, PASSWORD, quick};
use tb_kernel::{Level, Span};

#[tokio::test]
async fn from_the_telephone_to_a_registered_volunteer() {
    quick(|town| async move {
        let phone = "13911112222";
        let mut browser = town.browser();
        let asked = browser.get("/hall").await;
        assert_eq!(asked.path, "/sign-in?next=%2Fhall", "whoever is not signed in is asked to");
        let refused = browser.send(&asked.form("/sign-in"), &[("phone", "12345")]).await;
        refused.is(422).says("电话号码不正确");
        assert!(refused.html.contains("value=\"12345\""));
        let page = browser.send(&refused.form("/sign-in"), &[("phone", phone)]).await;
        page.is(200).says("请输入验证码");
        let wrong = browser.send(&page.form("/sign-in/code"), &[("code", "000000")]).await;
        wrong.is(422).says("验证码不对");
        let code = town.code(phone).await;
        let new = browser.send(&wrong.form("/sign-in/code"), &[("code", &code)]).await;
        new.is(200).says("欢迎您");

        // Every fault at once; what was typed stays.
        let form = browser.send(&new.form("/register"), &[("as", "volunteer")]).await;
        form.is(200).says("我要当志愿者");
        let faults = browser.send(&form.form("/register"), &[("name", "刘"), ("id_no", "123"), ("do", "send")]).await;
        faults.is(422).says("需要改一改").says("姓名请填").says("身份证号应为 18 位").says("请先阅读并同意");
        assert!(faults.html.contains("value=\"123\""));

        // The chooser: district, street, community, by pressing "go on".
        let (district, street) = (HERE.at(Level::District).to_string(), HERE.at(Level::Street).to_string());
        let streets = browser.send(&faults.form("/register"), &[("district", &district), ("do", "look")]).await;
        let form = streets.form("/register");
        assert!(streets.html.contains(&format!("value=\"{street}\"")), "the streets of the district are offered");
        let lists = browser.send(&form, &[("street", &street), ("do", "look")]).await;
        let id_no = town.id_no(63, tb_people::Sex::Male);
        let typed = [
            ("node", HERE.to_string()),
            ("name", "刘卫东".into()),
            ("id_no", id_no),
            ("address", "太平路 1 号".into()),
            ("claims.resident", "yes".into()),
            ("claims.healthy", "yes".into()),
            ("claims.good_record", "yes".into()),
            ("consent", "yes".into()),
            ("do", "send".into()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let form = lists.form("/register");
        let before = browser.cookies.clone();
        let home = browser.send(&form, &typed).await;
        home.is(200).says("刘卫东").says("申请正在审核");
        // A second press, from the same page, finds the same person and session.
        browser.cookies = before;
        browser.send(&form, &typed).await.is(200).says("刘卫东");

        browser.get("/hall").await.is(200).says("申请正在审核");
        browser.get("/me/profile").await.is(200).says("刘卫东").never_says("太平路").never_says(phone);
    })
    .await;
}

#[tokio::test]
async fn a_community_is_found_by_name() {
    quick(|town| async move {
        let phone = "13911113333";
        let mut browser = town.browser();
        let page = browser.fill("/sign-in", "/sign-in", &[("phone", phone)]).await;
        let code = town.code(phone).await;
        let new = browser.send(&page.form("/sign-in/code"), &[("code", &code)]).await;
        let form = browser.send(&new.form("/register"), &[("as", "elder")]).await;
        form.is(200).says("空巢");
        let name = town.house.places.name(HERE);
        let found = browser.send(&form.form("/register"), &[("find", &name), ("do", "look")]).await;
        assert!(found.html.contains(&format!("value=\"{HERE}\"")), "{name}");
        browser.send(&form.form("/register"), &[("find", "没有这个"), ("do", "look")]).await.is(200).says("没有找到");
    })
    .await;
}

#[tokio::test]
async fn the_same_press_of_sign_in_gives_the_same_session() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let contact =
            town.house.people.own_contact(&tb_kernel::Actor::citizen(tb_kernel::SessionId(elder.0), elder)).await;
        let phone = contact.unwrap().phone.unwrap().text().to_owned();
        let mut browser = town.browser();
        let page = browser.fill("/sign-in?next=/account", "/sign-in", &[("phone", &phone)]).await;
        let code = town.code(&phone).await;
        let form = page.form("/sign-in/code");
        let before = browser.cookies.clone();
        let first = browser.send(&form, &[("code", &code)]).await;
        first.is(200);
        assert_eq!(first.path, "/account");
        let session = browser.cookies.get("tb_session").cloned();
        browser.cookies = before;
        browser.send(&form, &[("code", &code)]).await.is(200);
        assert_eq!(browser.cookies.get("tb_session").cloned(), session);

        let out = browser.fill("/me", "/sign-out", &[]).await;
        out.is(200).says("已退出登录");
        assert!(browser.get("/me").await.path.starts_with("/sign-in"));
    })
    .await;
}

#[tokio::test]
async fn pages_look_as_wished_and_stay_so() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let mut home = town.at_home(elder).await;
        let large = home.fill("/me/display", "/display", &[("edition", "elder"), ("back", "/")]).await;
        large.is(200).says("谁来看我").says("打电话");
        assert!(large.html.contains("data-edition=\"elder\""));
        home.fill("/", "/display", &[("text", "4")]).await;
        assert!(home.get("/").await.html.contains("data-text=\"4\""));
        // Another browser of the same person shows the pages in the same way.
        let mut other = town.at_home(elder).await;
        let page = other.get("/").await;
        assert!(page.html.contains("data-edition=\"elder\"") && page.html.contains("data-text=\"4\""));
        let english = other.fill("/", "/display", &[("lang", "en"), ("back", "https://evil.example/")]).await;
        assert_eq!(english.path, "/", "only paths of this house");
        other.get("/").await.says("Who visits me");
        let mut stranger = town.browser();
        stranger.fill("/", "/display", &[("edition", "elder")]).await.is(200);
    })
    .await;
}

#[tokio::test]
async fn staff_sign_in_is_told_nothing_and_acting_for_somebody_is_said_on_every_page() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let mut desk = town.browser();
        let typed = [("username", "officer1"), ("password", PASSWORD), ("one_time_code", "000000")];
        let refused = desk.fill("/staff/sign-in", "/staff/sign-in", &typed).await;
        refused.is(401).says("用户名、密码或动态码不对");
        assert!(refused.html.contains("value=\"officer1\"") && !refused.html.contains(PASSWORD));

        let officer = town.officers[0].person.unwrap().to_string();
        let form = desk.get("/demo").await.form("/demo");
        desk.send(&form, &[("person", &officer), ("staff", "yes")]).await;
        let session = desk.cookies["tb_session"].clone();
        let actor = town.house.people.actor_for(&session).await.unwrap().unwrap();
        let key = town.key();
        town.house.people.act_for(&actor, &key, elder, tb_people::ActingChannel::Desk).await.unwrap();
        for path in ["/", "/publish", "/orders", "/account", "/me", "/visits"] {
            desk.get(path).await.is(200).says("正在代 李** 办理");
        }
        desk.get("/me/profile").await.is(200).never_says("李桂兰");
        let order = town.published(&mut desk).await;
        desk.get(&order).await.is(200).says("站点办理");
        desk.fill("/me", "/acting/leave", &[]).await;
        desk.get("/me").await.never_says("正在代");
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    quick(|town| async move {
        let elder = town.elder("李桂兰").await;
        let (mut one, mut two) = (town.at_home(elder).await, town.at_home(elder).await);
        town.clock.advance(Span::minutes(5));
        let list = one.get("/me/sessions").await;
        list.is(200).says("这台设备");
        one.send(&list.form("/me/sessions"), &[]).await.is(200).says("已退出");
        assert!(two.get("/me").await.path.starts_with("/sign-in"));
        assert!(!links(&one.get("/me").await.html).is_empty());
    })
    .await;
}

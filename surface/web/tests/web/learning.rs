//! From the application to the exam by forms alone: the way says what is missing, the course is read, the exam taken; a clerk
//! does the same for somebody at the desk by acting for them.

use crate::town::{HERE, on_both};
use tb_kernel::Level;
use tb_learning::{Choice, CourseInput, NewCourse, NewQuestion, QuestionInput, SetCourse};

#[tokio::test]
async fn an_applicant_reads_what_is_missing_learns_and_passes() {
    on_both(|town| async move {
        town.elder("张桂英").await; // somebody active, so that the door of the demonstration is a citizen's
        let person = town.applicant("王建华").await;
        let mut phone = town.at_home(person).await;
        let way = phone.get("/me/way").await;
        way.is(200).says("下一步：参加培训").says("还没核验");
        phone.get("/learn").await.is(200).says("还没有课程");

        let (officer, learning) = (town.officers[0].clone(), &town.house.learning);
        let node = HERE.at(Level::District);
        let course = CourseInput {
            node,
            title: "上门服务基础".into(),
            title_en: String::new(),
            body: "先敲门。\n\n再问好。".into(),
            body_en: String::new(),
            video: String::new(),
            minutes: 60,
            year: None,
        };
        let id = learning.run(&officer, &town.key(), NewCourse { course }).await.unwrap();
        learning.run(&officer, &town.key(), SetCourse { id, publish: true }).await.unwrap();
        for n in 0..4 {
            let option = |text: &str, right: bool| Choice { zh: format!("{text}{n}"), en: String::new(), right };
            let options = vec![option("对的", true), option("错的", false)];
            let question = QuestionInput { node, text: format!("第{n}问"), text_en: String::new(), options };
            learning.run(&officer, &town.key(), NewQuestion { question }).await.unwrap();
        }

        let course = format!("/learn/courses/{id}");
        phone.get(&course).await.is(200).says("先敲门。").says("再问好。");
        phone.fill(&course, &course, &[]).await.is(200).says("已记入培训记录");
        phone.get("/me/way").await.is(200).says("下一步：参加考试");

        let exam = phone.fill("/learn", "/learn/exam", &[]).await;
        exam.is(200).says("不限时间");
        let path = exam.path.clone();
        // One question left out: its sentence stands beside it, what was chosen stays.
        let again = phone.fill(&path, &path, &[("q0", "0")]).await;
        again.is(422).says("这道题还没有答");
        let paper = learning.of_person(&town.actor(person), person).await.unwrap().attempts[0].paper.clone();
        let right: Vec<(String, String)> = paper
            .iter()
            .enumerate()
            .map(|(at, asked)| {
                let place = asked.options.iter().position(|option| option.right).unwrap();
                (format!("q{at}"), place.to_string())
            })
            .collect();
        let typed: Vec<(&str, &str)> = right.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        phone.fill(&path, &path, &typed).await.is(200).says("答对 100%").says("正确答案");
        phone.get("/me/way").await.is(200).says("下一步：等站点核验");
        phone.get(&path).await.is(200).says("考试合格");

        // Somebody else's exam is nobody's business.
        let other = town.applicant("赵国强").await;
        town.at_home(other).await.get(&path).await.is(404);
    })
    .await;
}

//! The certificate of a volunteer's record: one A4 sheet and, where every visit is wanted, the list behind it.

use tb_kernel::Minutes;
use tb_paper::{Column, Flow, Fonts, Ink, PaperError, Printed, Style};
use tb_recognition::Content;
use tb_words::Text;

/// What stands on the paper beside the frozen content.
struct Around<'a> {
    /// The beginning of the content's hash.
    mark: &'a str,
    /// Where anybody can check it.
    address: &'a str,
    help_phone: &'a str,
}

/// Draws a certificate in one language.
///
/// # Errors
/// [`PaperError`].
pub fn certificate_paper(
    fonts: &Fonts,
    t: &Text,
    content: &Content,
    mark: &str,
    address: &str,
    help_phone: &str,
) -> Result<Printed, PaperError> {
    let around = Around { mark, address, help_phone };
    let lang = t.lang();
    let bank = content.bank.for_locale(lang).to_owned();
    let mut flow = Flow::a4(fonts, &t.get("papers-certificate"), lang);
    let foot = [("number", content.number.clone()), ("mark", around.mark.to_owned())];
    flow.foot(t.with("papers-certificate-foot", foot));
    head(&mut flow, t, content, &bank);
    service(&mut flow, t, content);
    trainings(&mut flow, t, content);
    awards(&mut flow, t, content);
    if let Some((count, tenths)) = content.marks {
        flow.heading(&t.get("papers-certificate-marks"));
        let mean = format!("{}.{}", tenths / 10, tenths % 10);
        flow.paragraph(&t.with("papers-certificate-mean", [("count", count.to_string()), ("mean", mean)]));
    }
    seal(&mut flow, t, content, &bank, &around);
    visits(&mut flow, t, content);
    flow.print()
}

fn hours(t: &Text, minutes: Minutes) -> String {
    t.minutes(minutes)
}

fn head(flow: &mut Flow<'_>, t: &Text, content: &Content, bank: &str) {
    let width = flow.width();
    let (left, at) = (flow.left(), flow.at());
    flow.sheet.text(left + width / 2.0, at, Style::of(13.0).ink(Ink::GREY).centre(), bank);
    flow.space(12.0);
    flow.title(&t.get("papers-certificate"));
    let (left, at) = (flow.left(), flow.at());
    let number = t.with("papers-certificate-number", [("number", content.number.clone())]);
    flow.sheet.text(left + width, at, Style::of(10.0).ink(Ink::GREY).right(), &number);
    flow.space(9.0);
    let said = [
        ("name", content.name.clone()),
        ("from", t.date(content.from)),
        ("to", t.date(content.to)),
        ("bank", bank.to_owned()),
        ("visits", content.visits.to_string()),
        ("hours", hours(t, content.minutes)),
    ];
    flow.paragraph(&t.with("papers-certificate-says", said));
    flow.space(2.0);
    flow.facts(&[
        (t.get("papers-certificate-name"), content.name.clone()),
        (t.get("papers-certificate-handle"), content.handle.clone()),
        (t.get("papers-certificate-id-kind"), t.get("papers-certificate-id-card")),
        (t.get("papers-certificate-id-no"), content.id_no.clone()),
        (t.get("papers-certificate-hours"), hours(t, content.minutes)),
        (t.get("papers-certificate-visits"), content.visits.to_string()),
    ]);
}

fn service(flow: &mut Flow<'_>, t: &Text, content: &Content) {
    flow.heading(&t.get("papers-certificate-service"));
    let columns = [
        Column::new(t.get("papers-certificate-what"), 5.0),
        Column::new(t.get("papers-certificate-times"), 1.5).right(),
        Column::new(t.get("papers-certificate-long"), 2.5).right(),
    ];
    let mut rows: Vec<Vec<String>> = content
        .items
        .iter()
        .map(|item| vec![item.name.for_locale(t.lang()).to_owned(), item.visits.to_string(), hours(t, item.minutes)])
        .collect();
    rows.push(vec![t.get("papers-certificate-sum"), content.visits.to_string(), hours(t, content.minutes)]);
    flow.table(&columns, &rows);
}

fn trainings(flow: &mut Flow<'_>, t: &Text, content: &Content) {
    if content.trainings.is_empty() {
        return;
    }
    flow.heading(&t.get("papers-certificate-training"));
    let columns = [
        Column::new(t.get("papers-certificate-day"), 2.0),
        Column::new(t.get("papers-certificate-course"), 5.0),
        Column::new(t.get("papers-certificate-by"), 3.0),
    ];
    let row = |x: &tb_recognition::TrainingLine| {
        vec![t.date(x.day), x.title.for_locale(t.lang()).to_owned(), x.organiser.clone()]
    };
    flow.table(&columns, &content.trainings.iter().map(row).collect::<Vec<_>>());
}

fn awards(flow: &mut Flow<'_>, t: &Text, content: &Content) {
    if content.awards.is_empty() {
        return;
    }
    flow.heading(&t.get("papers-certificate-awards"));
    let columns = [
        Column::new(t.get("papers-certificate-day"), 2.0),
        Column::new(t.get("papers-certificate-award"), 5.0),
        Column::new(t.get("papers-certificate-given-by"), 3.0),
    ];
    let row = |x: &tb_recognition::AwardLine| vec![t.date(x.day), x.title.clone(), x.body.clone()];
    flow.table(&columns, &content.awards.iter().map(row).collect::<Vec<_>>());
}

/// Who certifies, the place for the seal, and how anybody can check it.
fn seal(flow: &mut Flow<'_>, t: &Text, content: &Content, bank: &str, around: &Around<'_>) {
    flow.keep(64.0);
    flow.space(4.0);
    let (left, right, top) = (flow.left(), flow.left() + flow.width(), flow.at());
    flow.sheet.qr(left, top, 30.0, around.address);
    let how = t.with("papers-certificate-check", [("address", around.address.to_owned())]);
    let below = flow.sheet.block(left + 34.0, top + 4.0, 66.0, Style::of(8.5).ink(Ink::GREY), &how);
    let mark = t.with("papers-certificate-mark", [("mark", around.mark.to_owned())]);
    flow.sheet.block(left + 34.0, below, 66.0, Style::of(8.5).ink(Ink::GREY), &mark);
    flow.sheet.seal_place(right - 24.0, top + 20.0, &t.get("papers-certificate-seal"));
    let lines = [
        t.with("papers-certificate-issuer", [("bank", bank.to_owned()), ("place", content.place.clone())]),
        t.with("papers-certificate-issued", [("day", t.date(content.issued_on))]),
        t.with("papers-certificate-phone", [("phone", around.help_phone.to_owned())]),
    ];
    for (n, line) in lines.iter().enumerate() {
        flow.sheet.text(left, top + 44.0 + 6.0 * n as f32, Style::of(10.0), line);
    }
    flow.space(62.0);
}

fn visits(flow: &mut Flow<'_>, t: &Text, content: &Content) {
    if content.services.is_empty() {
        return;
    }
    let shown = i64::try_from(content.services.len()).unwrap_or(i64::MAX);
    flow.heading(&t.get("papers-certificate-list"));
    if shown < content.visits {
        let part = [("shown", shown.to_string()), ("all", content.visits.to_string())];
        flow.note(&t.with("papers-certificate-part", part));
    }
    let columns = [
        Column::new(t.get("papers-certificate-day"), 2.2),
        Column::new(t.get("papers-certificate-what"), 3.4),
        Column::new(t.get("papers-certificate-where"), 3.0),
        Column::new(t.get("papers-certificate-served"), 1.4).right(),
        Column::new(t.get("papers-certificate-long"), 2.2).right(),
        Column::new(t.get("papers-certificate-order"), 2.8),
    ];
    let row = |x: &tb_recognition::ServiceLine| {
        vec![
            t.date(x.day),
            x.name.for_locale(t.lang()).to_owned(),
            x.place.clone(),
            x.served.to_string(),
            hours(t, x.minutes),
            x.number.clone(),
        ]
    };
    flow.table(&columns, &content.services.iter().map(row).collect::<Vec<_>>());
}

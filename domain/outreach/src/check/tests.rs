//! Rows as districts write them, and what becomes of each.

use super::*;
use tb_places::City;

fn today() -> Day {
    Day::parse("2026-11-21").unwrap()
}
fn nanjing() -> Communities {
    let places = Places::embedded(City::Nanjing);
    Communities::of(&places, places.root().node)
}
fn community() -> (Node, String, String) {
    let places = Places::embedded(City::Nanjing);
    let first = *places.below(places.root().node, Level::Community)[0];
    (first.node, first.name.to_owned(), places.name(first.node.at(Level::Street)))
}
fn id(birth: &str, serial: u16) -> String {
    IdNumber::compose(320_102, Day::parse(birth).unwrap(), serial).text().to_owned()
}
fn row(cells: &[(Field, &str)]) -> Values {
    Values(cells.iter().map(|(field, text)| (*field, Cell::of_text(text))).collect())
}
fn good(extra: &[(Field, &str)]) -> Values {
    let (_, name, street) = community();
    let number = id("1940-02-29", 24);
    let mut cells = vec![(Field::Name, "王𠮷龘"), (Field::IdNo, number.as_str())];
    cells.extend([(Field::Community, name.as_str()), (Field::Street, street.as_str())]);
    cells.retain(|(field, _)| !extra.iter().any(|(other, _)| other == field));
    cells.extend(extra);
    row(&cells)
}
fn faults(extra: &[(Field, &str)]) -> Faults {
    read(&good(extra), &nanjing(), today()).err().unwrap_or_default()
}

#[test]
fn rare_characters_and_leap_days_are_people_too() {
    let draft = read(&good(&[]), &nanjing(), today()).unwrap();
    assert_eq!(draft.profile.name.text(), "王𠮷龘");
    assert_eq!(draft.profile.id_no.birth(), Day::parse("1940-02-29").unwrap());
    assert_eq!((draft.node, draft.stance, draft.traits.len()), (community().0, EntryState::Surveyed, 0));
    let foreign = read(&good(&[(Field::Name, "阿依古丽．买买提")]), &nanjing(), today()).unwrap();
    assert_eq!(foreign.profile.name.text(), "阿依古丽·买买提", "every dot is the same dot");
}

#[test]
fn wide_digits_and_fifteen_digits_are_read() {
    let number = id("1940-02-29", 24);
    let wide: String = number.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    let fifteen = format!("{}{}", &number[..6], &number[8..17]);
    for written in
        [wide.as_str(), &fifteen, &number.to_lowercase(), &format!(" {}\u{200b} {}", &number[..6], &number[6..])]
    {
        let draft = read(&good(&[(Field::IdNo, written)]), &nanjing(), today()).unwrap();
        assert_eq!(draft.profile.id_no.text(), number, "{written}");
    }
}

#[test]
fn an_identity_that_cannot_be_is_named() {
    let wrong_check = |number: String| {
        let last = if number.ends_with('1') { '2' } else { '1' };
        format!("{}{last}", &number[..17])
    };
    assert_eq!(faults(&[(Field::IdNo, &wrong_check(id("1940-02-29", 24)))]), [(Field::IdNo, "people.id-check")]);
    assert_eq!(
        faults(&[(Field::IdNo, "320102410229002")]),
        [(Field::IdNo, "people.id-birth")],
        "1941 had no 29 February"
    );
    assert_eq!(faults(&[(Field::IdNo, "3201021940")]), [(Field::IdNo, "people.id-form")]);
    let mut rounded = good(&[]);
    rounded.0.retain(|(field, _)| *field != Field::IdNo);
    rounded.0.push((Field::IdNo, Cell::Rounded("320102194002290000".into())));
    rounded.0.push((Field::Address, Cell::Error("#REF!".into())));
    let told = read(&rounded, &nanjing(), today()).unwrap_err();
    assert_eq!(told, [(Field::IdNo, no::ROUNDED), (Field::Address, no::FORMULA)]);
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    let told = faults(&[
        (Field::Name, "王"),
        (Field::IdNo, ""),
        (Field::Phone, "12345"),
        (Field::Community, "不存在的社区"),
        (Field::LivingAlone, "也许"),
    ]);
    let fields: Vec<Field> = told.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, [Field::Name, Field::IdNo, Field::Phone, Field::Community, Field::LivingAlone]);
}

#[test]
fn of_two_telephones_the_first_counts() {
    for (typed, kept) in [
        ("13800138000/025-83201234", Some("13800138000")),
        ("025-83201234、13800138000", Some("02583201234")),
        ("１３８００１３８０００", Some("13800138000")),
        ("无", None),
    ] {
        let draft = read(&good(&[(Field::Phone, typed)]), &nanjing(), today()).unwrap();
        assert_eq!(draft.profile.phone.as_ref().map(Phone::text), kept, "{typed}");
    }
}

#[test]
fn words_about_an_elder_are_understood() {
    for (text, traits) in [
        ("空巢独居、低保", vec![Trait::EmptyNest, Trait::LivingAlone, Trait::LowIncome]),
        ("半失能", vec![Trait::SemiDisabled]),
        ("半失能；失智", vec![Trait::SemiDisabled, Trait::Dementia]),
        ("完全不能自理", vec![Trait::Disabled]),
        ("能自理", vec![]),
        ("非独居 失独", vec![Trait::FamilyPlanningSpecial]),
        ("急难", vec![Trait::UrgentDifficulty]),
        ("高龄", vec![]),
    ] {
        assert_eq!(words_of(text), traits.into_iter().collect(), "{text}");
    }
    let draft = read(
        &good(&[(Field::LivingAlone, "√"), (Field::LowIncome, "否"), (Field::Disabled, "半失能")]),
        &nanjing(),
        today(),
    );
    assert_eq!(draft.unwrap().traits, BTreeSet::from([Trait::LivingAlone, Trait::SemiDisabled]));
}

#[test]
fn a_wish_is_read_as_a_state() {
    for (typed, state) in
        [("愿意", EntryState::Willing), ("否", EntryState::Declined), ("已告知", EntryState::Informed)]
    {
        assert_eq!(read(&good(&[(Field::Willing, typed)]), &nanjing(), today()).unwrap().stance, state);
    }
}

#[test]
fn a_community_is_found_by_its_names() {
    let all = nanjing();
    let (node, name, street) = community();
    for written in [node.to_string(), name.clone(), name.replace("居委会", ""), format!("南京市玄武区{street}{name}")]
    {
        assert_eq!(all.find(&written, &street), Ok(node), "{written}");
    }
    assert_eq!(all.find("110101001001", ""), Err(no::OUTSIDE));
    assert_eq!(all.find("", ""), Err("people.missing"));
    let places = Places::embedded(City::Nanjing);
    let alone = Communities::of(&places, node);
    assert_eq!(alone.find("", ""), Ok(node), "a community's own list needs no such column");
    let twice = all.by_name.iter().find(|(_, nodes)| nodes.len() > 1).expect("some names come twice in a city");
    assert_eq!(all.find(twice.0, ""), Err(no::COMMUNITY_TWICE));
    let first = twice.1[0];
    let streets: BTreeSet<Node> = twice.1.iter().map(|node| node.at(Level::Street)).collect();
    if streets.len() == twice.1.len() {
        assert_eq!(all.find(twice.0, &places.name(first.at(Level::Street))), Ok(first));
    }
}

#[test]
fn an_assessment_is_read() {
    let number = id("1940-02-29", 24);
    let values = row(&[
        (Field::IdNo, &number),
        (Field::Level, "重度失能"),
        (Field::AssessedOn, "2026年3月1日"),
        (Field::ValidUntil, "20280229"),
    ]);
    let draft = read_assessment(&values, today()).unwrap();
    assert_eq!((draft.level, draft.assessed_on), (AbilityLevel::Severe, Day::parse("2026-03-01").unwrap()));
    assert_eq!(draft.valid_until, Day::parse("2028-02-29"));
    let wrong = row(&[(Field::IdNo, &number), (Field::Level, "九级"), (Field::AssessedOn, "2027/1/1")]);
    assert_eq!(
        read_assessment(&wrong, today()).unwrap_err(),
        [(Field::Level, no::LEVEL), (Field::AssessedOn, no::DAY)]
    );
}

#[test]
fn nothing_that_a_cell_holds_panics() {
    for text in ["", " ", "\u{0}", "=1+1", "\u{e000}\u{e001}", "９".repeat(500).as_str(), "<script>", "'; drop table"]
    {
        for field in Field::ALL {
            let _ = read(&good(&[(*field, text)]), &nanjing(), today());
            let _ = read_assessment(&row(&[(*field, text)]), today());
        }
    }
}

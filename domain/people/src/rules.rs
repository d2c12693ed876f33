//! Decisions: what was typed is read field by field and all faults are told at once; who may be enrolled is asked of the
//! city's policy; an enrolment moves only along its states. Pure.

use crate::model::*;
use crate::refusals as no;
use std::collections::{BTreeMap, BTreeSet};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Day, FieldFault, Level, Node, Refusal};
use tb_places::{Places, Point, distance_m};
use tb_policy::rules::{
    ActivateFacts, ElderFacts, VolunteerFacts, check_is_ending, is_minor, may_activate_volunteer, may_register_elder,
    may_register_volunteer,
};
use tb_policy::{Check, Trait, Version};

/// Longest short field (relation, site name, device), in characters.
pub(crate) const SHORT_CHARS_MAX: usize = 120;
/// A door farther than this from the middle of its district is a mistake, metres.
const HOME_FAR_M: f64 = 100_000.0;
/// Shortest and longest password, in characters.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=128;

/// Collects the faults of a form.
pub(crate) struct Form(Refusal);

impl Form {
    pub(crate) fn new() -> Form {
        Form(Refusal::invalid())
    }
    pub(crate) fn fault(&mut self, field: &'static str, code: &'static str) {
        self.0.fields.push(FieldFault { field: field.into(), code: code.into(), args: Vec::new() });
    }
    pub(crate) fn must(&mut self, field: &'static str, met: bool, code: &'static str) {
        if !met {
            self.fault(field, code);
        }
    }
    pub(crate) fn take<T>(&mut self, field: &'static str, read: Result<T, &'static str>) -> Option<T> {
        read.map_err(|code| self.fault(field, code)).ok()
    }
    pub(crate) fn done(self) -> Result<(), Refusal> {
        self.0.or_ok()
    }
    /// `read` when no field was wrong.
    pub(crate) fn give<T>(self, read: Option<T>) -> Result<T, Refusal> {
        match read {
            Some(value) if self.0.fields.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// A text of 1 to `max` characters; line ends and other controls become blanks.
pub(crate) fn text(typed: &str, max: usize) -> Result<String, &'static str> {
    let cleaned: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cleaned = cleaned.trim();
    match cleaned.chars().count() {
        0 => Err(no::MISSING),
        n if n > max => Err(no::TEXT_LONG),
        _ => Ok(cleaned.to_owned()),
    }
}

/// What speaks for two of one name being one person. Identity numbers that differ in two places at most (a slip of the
/// pen and its check digit) count, equal ones cannot be.
pub(crate) fn signs_of_one(a: &crate::seal::Person, b: &crate::seal::Person) -> Vec<Sign> {
    let (one, two) = (&a.profile, &b.profile);
    let slips = one.id_no.text().chars().zip(two.id_no.text().chars()).filter(|(x, y)| x != y).count();
    [
        (Sign::Name, one.name == two.name),
        (Sign::Phone, one.phone.is_some() && one.phone == two.phone),
        (Sign::Birth, one.id_no.birth() == two.id_no.birth()),
        (Sign::IdNumber, slips <= 2),
        (Sign::Address, !one.address.is_empty() && a.record.node == b.record.node && one.address == two.address),
    ]
    .into_iter()
    .filter_map(|(sign, found)| found.then_some(sign))
    .collect()
}

/// A reason in the actor's words.
pub(crate) fn reason(typed: &str) -> Result<String, Refusal> {
    text(typed, TEXT_CHARS_MAX).map_err(|code| Refusal::invalid().field("reason", code))
}

/// What sort of telephone is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhoneNeed {
    /// One that receives codes.
    Mobile,
    /// Any that can be true, or none.
    None,
}

/// A person whose every field can be true.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) profile: Profile,
    pub(crate) node: Node,
}

/// Reads a person as typed; `form` takes every fault.
pub(crate) fn check_person(
    form: &mut Form,
    input: &PersonInput,
    places: &Places,
    today: Day,
    need: PhoneNeed,
) -> Option<Checked> {
    let name = form.take("name", PersonName::parse(&input.name));
    let id_no = form.take("id_no", IdNumber::as_written(&input.id_no, today));
    let phone = form.take("phone", check_phone(&input.phone, need));
    let node = form.take("node", check_community(input.node, places));
    let address = form.take("address", text(&input.address, TEXT_CHARS_MAX));
    let emergency = match input.emergency.as_ref() {
        Some(typed) => check_emergency(form, typed).map(Some),
        None => Some(None),
    };
    if let (Some(home), Some(node)) = (input.home, node) {
        form.must("home", is_near(home, node, places), no::HOME_OUTSIDE);
    }
    let profile = Profile {
        name: name?,
        id_no: id_no?,
        phone: phone?,
        address: address?,
        home: input.home,
        emergency: emergency?,
        care: String::new(),
    };
    Some(Checked { profile, node: node? })
}

pub(crate) fn check_phone(typed: &str, need: PhoneNeed) -> Result<Option<Phone>, &'static str> {
    if typed.trim().is_empty() && need == PhoneNeed::None {
        return Ok(None);
    }
    let phone = Phone::parse(typed)?;
    if need == PhoneNeed::Mobile && !phone.is_mobile() { Err(no::MOBILE_NEEDED) } else { Ok(Some(phone)) }
}

/// People live in a community, not in a district.
pub(crate) fn check_community(node: Option<Node>, places: &Places) -> Result<Node, &'static str> {
    let node = node.ok_or(no::MISSING)?;
    let division = places.get(node).ok_or(no::UNKNOWN_PLACE)?;
    if division.level == Level::Community { Ok(node) } else { Err(no::COMMUNITY_NEEDED) }
}

pub(crate) fn check_emergency(form: &mut Form, typed: &EmergencyInput) -> Option<EmergencyContact> {
    let name = form.take("emergency.name", PersonName::parse(&typed.name));
    let phone = form.take("emergency.phone", Phone::parse(&typed.phone));
    let relation = form.take("emergency.relation", text(&typed.relation, SHORT_CHARS_MAX));
    Some(EmergencyContact { name: name?, phone: phone?, relation: relation? })
}

/// True when a position can be in the district of `node` (districts have no borders here, only rough centres).
pub(crate) fn is_near(home: Point, node: Node, places: &Places) -> bool {
    places.centre_of(node.at(Level::District)).is_none_or(|centre| distance_m(home, centre) <= HOME_FAR_M)
}

/// What somebody declares, as far as the city asks for it.
pub(crate) fn check_claims(form: &mut Form, claims: &Claims, version: &Version) {
    let Claims::Volunteer(claims) = claims else { return };
    let asked = &version.parameters.checks.required;
    let record = asked.contains(&Check::Credit) || asked.contains(&Check::Offence);
    form.must("claims.healthy", claims.healthy || !asked.contains(&Check::Health), no::HEALTH_UNDECLARED);
    form.must("claims.good_record", claims.good_record || !record, no::RECORD_UNDECLARED);
}

/// May this be applied for? `guardian`: a guardian's link is active.
///
/// # Errors
/// The policy's refusal with its article.
pub(crate) fn may_apply(version: &Version, claims: &Claims, age: i64, guardian: bool) -> Result<(), Refusal> {
    let decision = match claims {
        Claims::Volunteer(claims) => may_register_volunteer(
            version,
            &VolunteerFacts { age, resident: claims.resident, student: claims.student, guardian_confirmed: guardian },
        ),
        // The identity is checked before activation; until then it counts as claimed.
        Claims::Elder(claims) => may_register_elder(
            version,
            &ElderFacts { age, traits: claims.traits.clone(), resident: claims.resident, identity_verified: true },
        ),
    };
    decision.or_refuse().map(|_| ())
}

/// Of each kind the latest check, by the order of `made` (latest first).
pub(crate) fn latest(made: &[Verification]) -> BTreeMap<Check, &Verification> {
    let mut latest = BTreeMap::new();
    for one in made {
        latest.entry(one.kind).or_insert(one);
    }
    latest
}

/// The checks that hold on a day.
pub(crate) fn holding(made: &[Verification], today: Day) -> BTreeSet<Check> {
    latest(made).into_values().filter(|one| one.holds(today)).map(|one| one.kind).collect()
}

/// Every kind of check with the latest of its kind; those the city asks for first.
pub(crate) fn check_lines(version: &Version, made: &[Verification], today: Day) -> Vec<CheckLine> {
    let p = &version.parameters;
    let asked = |kind: Check| match kind {
        Check::Training => p.gate.training.then_some(&p.gate.article),
        Check::Exam => p.gate.exam.then_some(&p.gate.article),
        Check::Residence => p.residence.required.then_some(&p.residence.article),
        Check::Age => Some(&p.volunteer_age.article),
        other => p.checks.required.contains(&other).then_some(&p.checks.article),
    };
    let latest = latest(made);
    let line = |kind: &Check| {
        let latest = latest.get(kind).copied();
        let holds = latest.is_some_and(|one| one.holds(today));
        let until = latest.and_then(|one| one.expires_on);
        CheckLine {
            kind: *kind,
            article: asked(*kind).map(ToString::to_string),
            latest: latest.cloned(),
            holds,
            ending: holds && until.is_some_and(|until| check_is_ending(version, until, today)),
        }
    };
    let mut lines: Vec<CheckLine> = Check::ALL.iter().map(line).collect();
    lines.sort_by_key(|line| line.article.is_none());
    lines
}

/// May the enrolment become active, by the checks that hold today?
///
/// # Errors
/// The policy's refusal with its article, naming what is missing.
pub(crate) fn may_activate(
    version: &Version,
    kind: EnrolmentKind,
    traits: &BTreeSet<Trait>,
    student: bool,
    made: &[Verification],
    on: (Day, i64),
    guardian: bool,
) -> Result<(), Refusal> {
    let (today, age) = on;
    let holds = holding(made, today);
    let resident = holds.contains(&Check::Residence);
    match kind {
        EnrolmentKind::Volunteer => {
            let standing = VolunteerFacts { age, resident, student, guardian_confirmed: guardian };
            may_register_volunteer(version, &standing).or_refuse()?;
            let exam = latest(made).get(&Check::Exam).copied();
            let exam = exam.filter(|exam| exam.expires_on.is_none_or(|until| today <= until));
            let trained = holds.contains(&Check::Training);
            let found = ActivateFacts { checks: holds, trained, exam_percent: exam.and_then(|exam| exam.score) };
            may_activate_volunteer(version, &found).or_refuse()?;
        }
        EnrolmentKind::Elder => {
            let identity_verified = holds.contains(&Check::Identity);
            let standing = ElderFacts { age, traits: traits.clone(), resident, identity_verified };
            may_register_elder(version, &standing).or_refuse()?;
        }
    }
    Ok(())
}

/// Younger than the age at which one volunteers alone: a guardian is needed.
pub(crate) fn needs_guardian(version: &Version, claims: &Claims, age: i64) -> bool {
    matches!(claims, Claims::Volunteer(_)) && is_minor(version, age)
}

/// The state after a change; none when the change does not fit.
pub(crate) fn after(state: EnrolmentState, change: Change) -> Option<EnrolmentState> {
    use EnrolmentState as S;
    match (change, state) {
        (Change::Suspend, S::Active) => Some(S::Suspended),
        (Change::Resume, S::Suspended) => Some(S::Active),
        (Change::Exit, S::Applied | S::Registered | S::Active | S::Suspended) => Some(S::Exited),
        _ => None,
    }
}

/// A name to sign in with: 3 to 32 small letters, digits, `.`, `-`, `_`, beginning with a letter.
pub(crate) fn username(typed: &str) -> Result<String, &'static str> {
    let name = typed.trim().to_lowercase();
    let formed = (3..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b));
    if formed { Ok(name) } else { Err(no::USERNAME_FORM) }
}

/// Long enough, not the name, not a few characters over and over.
pub(crate) fn password(typed: &str, username: &str) -> Result<(), &'static str> {
    let different: BTreeSet<char> = typed.chars().collect();
    let holds_name = username.len() >= 3 && typed.to_lowercase().contains(username);
    if PASSWORD_CHARS.contains(&typed.chars().count()) && different.len() >= 5 && !holds_name {
        Ok(())
    } else {
        Err(no::PASSWORD_WEAK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_places::City;

    fn input() -> PersonInput {
        PersonInput {
            name: "张桂英".into(),
            id_no: IdNumber::compose(320_102, Day::parse("1960-05-01").unwrap(), 2).text().into(),
            phone: "13800138000".into(),
            node: Some(Node(320_102_002_001)),
            address: "梅园路 1 号 2 室".into(),
            ..PersonInput::default()
        }
    }
    fn faults(input: &PersonInput, need: PhoneNeed) -> Vec<(String, String)> {
        let places = Places::embedded(City::Nanjing);
        let mut form = Form::new();
        let read = check_person(&mut form, input, &places, Day::parse("2026-11-21").unwrap(), need);
        match form.give(read) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal.fields.into_iter().map(|f| (f.field.into(), f.code.into())).collect(),
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let places = Places::embedded(City::Nanjing);
        let community = places.below(places.root().node, Level::Community)[0].node;
        let good = PersonInput { node: Some(community), ..input() };
        assert!(faults(&good, PhoneNeed::Mobile).is_empty());
        let bad = PersonInput {
            home: Point::new(116.4, 39.9),
            emergency: Some(EmergencyInput::default()),
            node: Some(community.at(Level::District)),
            phone: "025-83201234".into(),
            ..PersonInput::default()
        };
        let told: Vec<String> = faults(&bad, PhoneNeed::Mobile).into_iter().map(|(f, c)| format!("{f} {c}")).collect();
        assert_eq!(
            told,
            [
                "name people.missing",
                "id_no people.missing",
                "phone people.mobile-needed",
                "node people.community-needed",
                "address people.missing",
                "emergency.name people.missing",
                "emergency.phone people.missing",
                "emergency.relation people.missing",
            ]
        );
        let far = PersonInput { home: Point::new(116.4, 39.9), ..good };
        assert_eq!(faults(&far, PhoneNeed::Mobile), [("home".to_owned(), no::HOME_OUTSIDE.to_owned())]);
    }

    #[test]
    fn an_elder_may_have_no_telephone_a_volunteer_needs_a_mobile() {
        assert_eq!(check_phone("", PhoneNeed::None), Ok(None));
        assert_eq!(check_phone("", PhoneNeed::Mobile), Err(no::MISSING));
        assert_eq!(check_phone("025-83201234", PhoneNeed::Mobile), Err(no::MOBILE_NEEDED));
    }

    #[test]
    fn states_change_only_along_their_lines() {
        use EnrolmentState as S;
        for state in S::ALL {
            for change in [Change::Suspend, Change::Resume, Change::Exit] {
                let to = after(*state, change);
                assert!(!matches!(state, S::Refused | S::Exited) || to.is_none(), "{state} is an end");
                assert_ne!(to, Some(*state));
            }
        }
        assert_eq!(after(S::Active, Change::Suspend), Some(S::Suspended));
        assert_eq!(after(S::Applied, Change::Resume), None);
    }

    #[test]
    fn names_and_passwords_of_staff() {
        assert_eq!(username(" Wang.Fang "), Ok("wang.fang".into()));
        for wrong in ["ab", "1abc", "a b c", "王芳", &"a".repeat(33)] {
            assert_eq!(username(wrong), Err(no::USERNAME_FORM), "{wrong}");
        }
        assert_eq!(password("长城 2026!ab", "wang.fang"), Ok(()));
        for wrong in ["short1!", "aaaaaaaaaaaa", "abababababab", "xx-Wang.Fang-1"] {
            assert_eq!(password(wrong, "wang.fang"), Err(no::PASSWORD_WEAK), "{wrong}");
        }
    }

    #[test]
    fn a_text_is_cleaned_and_bounded() {
        assert_eq!(text(" a\nb\u{7} ", 10), Ok("a b".into()));
        assert_eq!(text("   ", 10), Err(no::MISSING));
        assert_eq!(text("abcdef", 5), Err(no::TEXT_LONG));
    }
}

//! Reads a row: from cells as they were typed to a draft, or every fault at once by field. Pure.
//!
//! What districts write is read generously where it can mean only one thing (full-width digits, fifteen-digit identity
//! numbers, two telephones in a cell), and refused where it could mean two.

use crate::model::{AssessmentDraft, Draft, EntryInput, EntryState, Profile};
use crate::refusals as no;
use crate::sheet::{Cell, Field};
use std::collections::{BTreeSet, HashMap};
use tb_kernel::{Day, Level, Node};
use tb_people::{IdNumber, PersonName, Phone};
use tb_places::Places;
use tb_policy::{AbilityLevel, Trait};

/// (field, code) of what is wrong.
pub(crate) type Faults = Vec<(Field, &'static str)>;

/// The values of one row by field; several columns may be about traits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values(pub(crate) Vec<(Field, Cell)>);

impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cell")
    }
}

impl Values {
    /// The cells of a row, as the mapping reads them.
    pub(crate) fn of(cells: &[Cell], mapping: &[Option<Field>]) -> Values {
        let mapped = cells.iter().zip(mapping).filter_map(|(cell, field)| Some(((*field)?, cell.clone())));
        Values(mapped.filter(|(_, cell)| !cell.is_blank()).collect())
    }
    pub(crate) fn of_input(input: &EntryInput) -> Values {
        let texts = [
            (Field::Name, &input.name),
            (Field::IdNo, &input.id_no),
            (Field::Phone, &input.phone),
            (Field::Community, &input.community),
            (Field::Street, &input.street),
            (Field::Address, &input.address),
            (Field::EmergencyName, &input.emergency_name),
            (Field::EmergencyPhone, &input.emergency_phone),
            (Field::EmergencyRelation, &input.emergency_relation),
            (Field::Willing, &input.willing),
        ];
        let mut values: Vec<(Field, Cell)> = texts
            .into_iter()
            .map(|(field, text)| (field, Cell::of_text(text)))
            .filter(|(_, c)| !c.is_blank())
            .collect();
        let yes = |one: &Trait| Field::ALL.iter().find(|field| field.of_trait() == Some(*one));
        values.extend(input.traits.iter().filter_map(yes).map(|field| (*field, Cell::Text("是".into()))));
        Values(values)
    }
    fn cell(&self, field: Field) -> Option<&Cell> {
        self.0.iter().find(|(held, _)| *held == field).map(|(_, cell)| cell)
    }
    /// The text of a field in narrow letters; empty when there is none.
    fn text(&self, field: Field, faults: &mut Faults) -> String {
        match self.cell(field) {
            None => String::new(),
            Some(Cell::Text(text)) => narrow(text),
            Some(Cell::Rounded(_)) => {
                faults.push((field, no::ROUNDED));
                String::new()
            }
            Some(Cell::Error(_)) => {
                faults.push((field, no::FORMULA));
                String::new()
            }
        }
    }
}

/// Communities by what people call them, within one territory.
pub(crate) struct Communities {
    by_name: HashMap<String, Vec<Node>>,
    streets: HashMap<Node, String>,
    /// The only community there is.
    only: Option<Node>,
    within: Node,
}

impl Communities {
    pub(crate) fn of(places: &Places, within: Node) -> Communities {
        let all = places.below(within, Level::Community);
        let mut by_name: HashMap<String, Vec<Node>> = HashMap::new();
        let mut streets = HashMap::new();
        for division in &all {
            by_name.entry(bare(division.name)).or_default().push(division.node);
            let street = division.node.at(Level::Street);
            streets.entry(street).or_insert_with(|| bare(&places.name(street)));
        }
        let only = all.first().filter(|_| all.len() == 1).map(|division| division.node);
        Communities { by_name, streets, only, within }
    }

    fn find(&self, community: &str, street: &str) -> Result<Node, &'static str> {
        if community.is_empty() {
            return self.only.ok_or("people.missing");
        }
        if community.len() == 12
            && let Some(node) = Node::parse(community)
        {
            let known = self.by_name.values().flatten().any(|known| *known == node);
            return match (known, self.within.covers(node)) {
                (true, _) => Ok(node),
                (false, false) => Err(no::OUTSIDE),
                (false, true) => Err(no::COMMUNITY_UNKNOWN),
            };
        }
        // `玄武区梅园新村街道大影壁社区`: the last name that is a community here.
        let wanted = bare(community);
        let named = self.by_name.get(&wanted).or_else(|| {
            let inside =
                self.by_name.iter().filter(|(name, _)| name.chars().count() > 1 && wanted.ends_with(name.as_str()));
            inside.max_by_key(|(name, _)| name.len()).map(|(_, nodes)| nodes)
        });
        let nodes = named.ok_or(no::COMMUNITY_UNKNOWN)?;
        let (street, whole) = (bare(street), narrow(community));
        let fits = |node: &&Node| {
            let name = self.streets.get(&node.at(Level::Street)).map_or("", String::as_str);
            (!street.is_empty() && street == name)
                || (street.is_empty() && name.chars().count() > 1 && whole.contains(name))
        };
        match nodes.as_slice() {
            [one] if street.is_empty() || fits(&one) => Ok(*one),
            [_] => Err(no::COMMUNITY_UNKNOWN),
            several => {
                let mut fitting = several.iter().filter(fits);
                match (fitting.next(), fitting.next()) {
                    (Some(one), None) => Ok(*one),
                    _ => Err(no::COMMUNITY_TWICE),
                }
            }
        }
    }
}

/// A place's name without what every such name ends in.
fn bare(name: &str) -> String {
    let mut name: String = narrow(name).split_whitespace().collect();
    for end in ["居民委员会", "村民委员会", "居委会", "村委会", "街道办事处", "办事处"] {
        if let Some(rest) = name.strip_suffix(end) {
            name = rest.to_owned();
        }
    }
    for end in ["社区", "村", "街道", "镇", "乡"] {
        if let Some(rest) = name.strip_suffix(end).filter(|rest| rest.chars().count() > 1) {
            return rest.to_owned();
        }
    }
    name
}

/// Reads one row of a register.
pub(crate) fn read(values: &Values, communities: &Communities, today: Day) -> Result<Draft, Faults> {
    let mut faults = Faults::new();
    let name = take(&mut faults, Field::Name, |f| PersonName::parse(&dots(&values.text(Field::Name, f))));
    let id_no = take(&mut faults, Field::IdNo, |f| IdNumber::as_written(&values.text(Field::IdNo, f), today));
    let phone = take(&mut faults, Field::Phone, |f| first_phone(&values.text(Field::Phone, f)));
    let node = take(&mut faults, Field::Community, |f| {
        communities.find(&values.text(Field::Community, f), &values.text(Field::Street, f))
    });
    let address = values.text(Field::Address, &mut faults);
    let emergency = [Field::EmergencyName, Field::EmergencyPhone, Field::EmergencyRelation]
        .map(|field| values.text(field, &mut faults));
    let traits = read_traits(values, &mut faults);
    let stance = stance(values, &mut faults);
    if !faults.is_empty() {
        // A cell that Excel has spoilt is told once, not also as missing.
        let mut told = BTreeSet::new();
        faults.retain(|(field, _)| told.insert(*field));
        return Err(faults);
    }
    match (name, id_no, phone, node) {
        (Some(name), Some(id_no), Some(phone), Some(node)) => {
            Ok(Draft { profile: Profile { name, id_no, phone, address, emergency }, node, traits, stance })
        }
        _ => Err(faults),
    }
}

/// Reads one row of a list of ability assessments.
pub(crate) fn read_assessment(values: &Values, today: Day) -> Result<AssessmentDraft, Faults> {
    let mut faults = Faults::new();
    let id_no = take(&mut faults, Field::IdNo, |f| IdNumber::as_written(&values.text(Field::IdNo, f), today));
    let name = values.text(Field::Name, &mut faults);
    let name = if name.is_empty() { None } else { take(&mut faults, Field::Name, |_| PersonName::parse(&dots(&name))) };
    let level = take(&mut faults, Field::Level, |f| read_level(&values.text(Field::Level, f)).ok_or(no::LEVEL));
    let assessed_on = take(&mut faults, Field::AssessedOn, |f| {
        read_day(&values.text(Field::AssessedOn, f)).filter(|day| *day <= today).ok_or(no::DAY)
    });
    let until = values.text(Field::ValidUntil, &mut faults);
    let valid_until = match until.as_str() {
        "" => None,
        text => take(&mut faults, Field::ValidUntil, |_| read_day(text).ok_or(no::DAY)),
    };
    let assessor = values.text(Field::Assessor, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    match (id_no, level, assessed_on) {
        (Some(id_no), Some(level), Some(assessed_on)) => {
            Ok(AssessmentDraft { id_no, name, level, assessed_on, valid_until, assessor })
        }
        _ => Err(faults),
    }
}

fn take<T>(faults: &mut Faults, field: Field, read: impl FnOnce(&mut Faults) -> Result<T, &'static str>) -> Option<T> {
    match read(faults) {
        Ok(value) => Some(value),
        Err(code) => {
            faults.push((field, code));
            None
        }
    }
}

/// Wide letters, digits and signs as narrow ones.
pub(crate) fn narrow(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// The dot inside a name, which keyboards write in many ways.
fn dots(name: &str) -> String {
    name.chars().map(|c| if matches!(c, '•' | '・' | '‧' | '∙' | '⋅' | '●' | '.') { '·' } else { c }).collect()
}

/// The first of the numbers in a cell that can be a telephone; none for an empty cell.
fn first_phone(text: &str) -> Result<Option<Phone>, &'static str> {
    if text.is_empty() || ["无", "没有", "-", "/", "0"].contains(&text) {
        return Ok(None);
    }
    let whole = Phone::parse(text);
    if let Ok(phone) = whole {
        return Ok(Some(phone));
    }
    let parts = text.split(['/', '、', ',', '，', ';', '；', ' ', '\\']);
    let found = parts.filter_map(|part| Phone::parse(part).ok()).next();
    found.map(Some).ok_or("people.phone-form")
}

const YES: &[&str] = &["是", "有", "1", "y", "yes", "true", "√", "✓", "✔", "☑", "v", "■", "对", "愿意", "同意"];
const NO: &[&str] = &[
    "否",
    "无",
    "0",
    "n",
    "no",
    "false",
    "×",
    "x",
    "✗",
    "-",
    "/",
    "没有",
    "不是",
    "不愿意",
    "不同意",
    "无需",
    "□",
    "☐",
];

/// Yes, no, or neither.
fn yes_no(text: &str) -> Option<bool> {
    let text = text.to_lowercase();
    if YES.contains(&text.as_str()) {
        Some(true)
    } else if NO.contains(&text.as_str()) {
        Some(false)
    } else {
        None
    }
}

fn read_traits(values: &Values, faults: &mut Faults) -> BTreeSet<Trait> {
    let mut traits = BTreeSet::new();
    for (field, cell) in &values.0 {
        let Cell::Text(text) = cell else {
            if *field == Field::Traits || field.of_trait().is_some() {
                faults.push((*field, if matches!(cell, Cell::Error(_)) { no::FORMULA } else { no::ROUNDED }));
            }
            continue;
        };
        let text = narrow(text);
        if *field == Field::Traits {
            traits.extend(words_of(&text));
        } else if let Some(one) = field.of_trait() {
            match yes_no(&text) {
                Some(true) => {
                    traits.insert(one);
                }
                Some(false) => {}
                // `低保户` under 低保, `半失能` under 失能: the words themselves.
                None => {
                    let said = words_of(&text);
                    if said.is_empty() {
                        faults.push((*field, no::YES_NO));
                    }
                    traits.extend(said);
                }
            }
        }
    }
    traits
}

/// What words about an elder say, in their order; each is taken out before the next is looked for, so that `半失能` is not
/// also `失能`, and `非独居` nothing.
const SAID: &[(Option<Trait>, &[&str])] = &[
    (None, &["非独居", "非空巢", "非低保", "无残疾", "非失能", "能自理", "完全自理"]),
    (Some(Trait::Disabled), &["完全不能自理", "不能自理"]),
    (Some(Trait::SemiDisabled), &["半失能", "半自理", "轻度失能", "中度失能", "介助"]),
    (Some(Trait::Disabled), &["重度失能", "完全失能", "失能", "介护"]),
    (Some(Trait::Dementia), &["失智", "认知障碍", "认知症", "痴呆"]),
    (Some(Trait::UrgentDifficulty), &["急难"]),
    (Some(Trait::FamilyPlanningSpecial), &["计生特殊", "计划生育特殊", "失独", "特扶", "计生"]),
    (Some(Trait::Handicap), &["重残", "重度残疾", "残疾"]),
    (Some(Trait::LowIncome), &["低保", "低收入", "特困", "经济困难", "困难"]),
    (Some(Trait::LeftBehindRural), &["留守"]),
    (Some(Trait::EmptyNest), &["空巢"]),
    (Some(Trait::LivingAlone), &["独居"]),
    (Some(Trait::CareNeeded), &["需照护", "需要照护"]),
];

fn words_of(text: &str) -> BTreeSet<Trait> {
    // `不能自理` holds `能自理`, so the denials are looked for after it.
    let mut rest = text.to_owned();
    let mut found = BTreeSet::new();
    let (denials, others) =
        SAID.split_first().map_or((&[][..], SAID), |(first, rest)| (std::slice::from_ref(first), rest));
    let order = others[..1].iter().chain(denials).chain(&others[1..]);
    for (one, words) in order {
        for word in *words {
            if rest.contains(word) {
                rest = rest.replace(word, "·");
                found.extend(*one);
            }
        }
    }
    found
}

fn stance(values: &Values, faults: &mut Faults) -> EntryState {
    let text = values.text(Field::Willing, faults);
    if text.is_empty() {
        return EntryState::Surveyed;
    }
    match yes_no(&text) {
        Some(true) => EntryState::Willing,
        Some(false) => EntryState::Declined,
        None if text.contains("已告知") || text.contains("已宣传") => EntryState::Informed,
        None if text.contains("考虑") || text.contains("未定") || text.contains("不确定") => {
            EntryState::Informed
        }
        None => {
            faults.push((Field::Willing, no::YES_NO));
            EntryState::Surveyed
        }
    }
}

/// The level as a number, by its words, or by its code.
fn read_level(text: &str) -> Option<AbilityLevel> {
    let plain: String = text.to_lowercase().split_whitespace().collect();
    AbilityLevel::parse(&plain).or_else(|| {
        let by = [
            (AbilityLevel::Intact, &["0", "0级", "能力完好", "完好"][..]),
            (AbilityLevel::Mild, &["1", "1级", "轻度失能", "轻度受损"][..]),
            (AbilityLevel::Moderate, &["2", "2级", "中度失能", "中度受损"][..]),
            (AbilityLevel::Severe, &["3", "3级", "重度失能", "重度受损"][..]),
            (AbilityLevel::Complete, &["4", "4级", "完全失能"][..]),
        ];
        by.into_iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(level, _)| level)
    })
}

/// `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`.
fn read_day(text: &str) -> Option<Day> {
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match digits.as_slice() {
        [year, month, day, ..] => Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?),
        [one] if one.len() == 8 => {
            Day::from_ymd(one[..4].parse().ok()?, one[4..6].parse().ok()?, one[6..].parse().ok()?)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

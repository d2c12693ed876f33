//! A made-up person: what the register asks, and what the register never hears: how punctual, how willing, how at home
//! with a telephone they are. From these habits everything follows that happens in the simulation.

use super::identity::{Numbers, address, birthday};
use super::names;
use crate::dice::Dice;
use crate::quarters::{self, Quarter};
use std::collections::BTreeSet;
use tb_kernel::{Day, Node};
use tb_people::{EmergencyInput, IdNumber, Language, PersonInput, Phone, Sex, TextSize};
use tb_places::{Places, Point};
use tb_policy::{KinKind, Licence, Trait};

/// What somebody comes to the bank for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Elder,
    Volunteer,
    /// An elder in good health who serves those older still.
    Both,
    /// Only somebody's family.
    Family,
}

impl Part {
    pub(crate) fn is_elder(self) -> bool {
        matches!(self, Part::Elder | Part::Both)
    }
    pub(crate) fn is_volunteer(self) -> bool {
        matches!(self, Part::Volunteer | Part::Both)
    }
}

/// How somebody reaches the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// On their own telephone's pages.
    Page,
    /// By calling the site.
    Call,
    /// By going to the site.
    Desk,
}

/// How an elder gives their word after a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Button,
    /// The printed card, at the door.
    Card,
    /// The site calls.
    Call,
    /// Does not think of it.
    Silence,
}

/// Habits; chances are in a thousand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    pub(crate) means: Means,
    pub(crate) word: Word,
    /// Wants help on a day.
    pub(crate) needy: u32,
    /// Looks at what is open on a day.
    pub(crate) eager: u32,
    /// Comes when promised.
    pub(crate) reliable: u32,
    /// Minutes around the planned start.
    pub(crate) punctual: i64,
    /// The telephone says where it is.
    pub(crate) located: u32,
    /// Asks for the code at the door.
    pub(crate) asks_code: u32,
    /// Gives full marks.
    pub(crate) pleased: u32,
    /// Not farther than this, metres.
    pub(crate) reach: i64,
    /// Works on weekdays: free in the evening and at weekends only.
    pub(crate) employed: bool,
}

/// Joined to another person of the simulation: the other is this one's …
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kin {
    pub(crate) other: usize,
    pub(crate) kind: KinKind,
}

/// One made-up person.
#[derive(Clone, Debug)]
pub(crate) struct Soul {
    pub(crate) part: Part,
    pub(crate) name: String,
    pub(crate) sex: Sex,
    pub(crate) birth: Day,
    pub(crate) identity: IdNumber,
    pub(crate) phone: Option<Phone>,
    pub(crate) district: Node,
    pub(crate) street: Node,
    pub(crate) community: Node,
    pub(crate) home: Point,
    pub(crate) address: String,
    pub(crate) traits: BTreeSet<Trait>,
    pub(crate) student: bool,
    pub(crate) licence: Option<Licence>,
    pub(crate) habits: Habits,
    pub(crate) kin: Option<Kin>,
    /// Days after the opening at which they come.
    pub(crate) comes_on: i64,
}

impl Soul {
    /// What is typed into the form.
    pub(crate) fn form(&self, emergency: Option<EmergencyInput>) -> PersonInput {
        let large = self.part == Part::Elder;
        PersonInput {
            name: self.name.clone(),
            id_no: self.identity.text().to_owned(),
            phone: self.phone.as_ref().map(|phone| phone.text().to_owned()).unwrap_or_default(),
            node: Some(self.community),
            address: self.address.clone(),
            home: Some(self.home),
            emergency,
            language: Language::Chinese,
            edition: if large { tb_people::Edition::Elder } else { tb_people::Edition::Standard },
            text_size: if large { TextSize::Large } else { TextSize::Normal },
        }
    }
}

/// What people are made of.
pub(crate) struct Populace<'a> {
    pub(crate) dice: &'a Dice,
    pub(crate) places: &'a Places,
    pub(crate) quarters: &'a [Quarter],
    pub(crate) numbers: &'a mut Numbers,
    /// The day on which ages are counted: the last one of the simulation.
    pub(crate) today: Day,
    pub(crate) days: i64,
}

/// So many people, the elders with part of their families among them.
pub(crate) fn populate(mut populace: Populace<'_>, people: u32) -> Vec<Soul> {
    let mut souls: Vec<Soul> = Vec::with_capacity(people as usize);
    for n in 0..people as usize {
        // Fixed shares in a fixed order, so that also a small city has everybody.
        let part = match n % 25 {
            0 | 3 | 5 | 8 | 11 | 14 | 17 | 20 | 23 => Part::Elder,
            6 | 15 => Part::Both,
            9 | 18 => Part::Family,
            _ => Part::Volunteer,
        };
        let soul = populace.soul(part, &souls);
        souls.push(soul);
    }
    souls
}

impl Populace<'_> {
    fn soul(&mut self, part: Part, before: &[Soul]) -> Soul {
        let dice = self.dice;
        let age = age(dice, part);
        let sex = if dice.chance(560) { Sex::Female } else { Sex::Male };
        let birth = birthday(dice, self.today, age);
        let surname = names::surname(dice);
        let given = names::given_name(dice, sex, birth.date().year());
        let quarter = dice.pick(self.quarters).expect("every city has quarters; their test asks for each").clone();
        let community = *dice.pick(&quarter.communities).expect("a quarter without communities is not kept");
        let centre = self.places.centre_of(community).expect("every division of the four cities has a centre");
        let home = quarters::home(self.places, dice, community).unwrap_or(centre);
        let habits = habits(dice, part, age);
        // The bank opens with a drive; later they come one by one.
        let comes_on = match dice.below(100) {
            0..=44 => 0,
            45..=64 => dice.between(0, (self.days / 5).min(3)),
            _ => dice.between(0, self.days - 1),
        };
        let no_phone = part == Part::Elder && habits.means == Means::Desk && dice.chance(600);
        let mut soul = Soul {
            part,
            name: format!("{surname}{given}"),
            sex,
            birth,
            identity: self.numbers.identity(dice, birth, sex),
            phone: (!no_phone).then(|| self.numbers.phone()),
            district: quarter.district,
            street: quarter.street,
            community,
            home,
            address: address(dice),
            traits: if part.is_elder() { traits(dice, part, age) } else { BTreeSet::new() },
            student: age < 26 && dice.chance(700),
            licence: licence(dice, part, age),
            habits,
            kin: None,
            comes_on,
        };
        self.join(&mut soul, age, before);
        soul
    }

    /// Some are the spouse or the child of an elder who is there already.
    fn join(&self, soul: &mut Soul, age: i64, before: &[Soul]) {
        let dice = self.dice;
        let elders: Vec<usize> = (0..before.len()).filter(|n| before[*n].part.is_elder()).collect();
        let Some(other) = dice.pick(&elders).copied() else { return };
        let elder = &before[other];
        let apart = age - self.today.age_since(elder.birth);
        let spouse = soul.part == Part::Elder && elder.sex != soul.sex && apart.abs() <= 8 && elder.kin.is_none();
        if spouse && dice.chance(700) {
            soul.lives_with(elder);
            soul.kin = Some(Kin { other, kind: KinKind::Spouse });
        } else if (-45..=-20).contains(&apart)
            && !soul.part.is_elder()
            && (soul.part == Part::Family || dice.chance(120))
        {
            soul.kin = Some(Kin { other, kind: KinKind::Parent });
            // One telephone for the family: the child's number is the elder's as well, so it is asked who signs in.
            if elder.phone.is_some() && dice.chance(350) {
                soul.phone = elder.phone.clone();
            }
        }
    }
}

impl Soul {
    fn lives_with(&mut self, other: &Soul) {
        (self.district, self.street, self.community) = (other.district, other.street, other.community);
        (self.home, self.address, self.phone) = (other.home, other.address.clone(), other.phone.clone());
        self.traits.remove(&Trait::LivingAlone);
    }
}

fn age(dice: &Dice, part: Part) -> i64 {
    let span = match part {
        Part::Elder => dice.weighted(&[((60, 69), 15), ((70, 79), 35), ((80, 89), 40), ((90, 95), 10)]),
        Part::Both => Some((60, 74)),
        Part::Family => Some((32, 58)),
        Part::Volunteer => {
            dice.weighted(&[((18, 25), 16), ((26, 40), 16), ((41, 59), 26), ((60, 70), 32), ((71, 75), 10)])
        }
    };
    let (low, high) = span.unwrap_or((60, 75));
    dice.between(low, high)
}

fn traits(dice: &Dice, part: Part, age: i64) -> BTreeSet<Trait> {
    let mut traits = BTreeSet::new();
    if age >= 80 {
        traits.insert(Trait::AdvancedAge);
    }
    if part == Part::Both {
        traits.insert(Trait::HoldsTime);
        return traits;
    }
    if dice.chance(850) {
        traits.insert(Trait::EmptyNest);
        if dice.chance(850) {
            traits.insert(Trait::LivingAlone);
        }
    }
    let more = [
        (Trait::LowIncome, 330),
        (Trait::SemiDisabled, 300),
        (Trait::Disabled, 90),
        (Trait::Dementia, 60),
        (Trait::Handicap, 50),
        (Trait::FamilyPlanningSpecial, 40),
        (Trait::CareNeeded, 180),
        (Trait::UrgentDifficulty, 20),
    ];
    traits.extend(more.into_iter().filter(|(_, often)| dice.chance(*often)).map(|(one, _)| one));
    traits
}

fn licence(dice: &Dice, part: Part, age: i64) -> Option<Licence> {
    let fits = part.is_volunteer() && (24..=66).contains(&age) && dice.chance(140);
    let kinds = [
        (Licence::Nurse, 5),
        (Licence::Doctor, 3),
        (Licence::SocialWorker, 4),
        (Licence::Lawyer, 2),
        (Licence::Counsellor, 2),
        (Licence::FirstAider, 3),
        (Licence::Therapist, 1),
    ];
    if fits { dice.weighted(&kinds) } else { None }
}

fn habits(dice: &Dice, part: Part, age: i64) -> Habits {
    let means = match age {
        ..60 => Means::Page,
        60..75 => dice.weighted(&[(Means::Page, 75), (Means::Call, 10), (Means::Desk, 15)]).unwrap_or(Means::Page),
        _ => dice.weighted(&[(Means::Page, 42), (Means::Call, 33), (Means::Desk, 25)]).unwrap_or(Means::Call),
    };
    let words = match means {
        Means::Page => [(Word::Button, 70), (Word::Card, 15), (Word::Call, 8), (Word::Silence, 7)],
        Means::Call => [(Word::Button, 0), (Word::Card, 50), (Word::Call, 40), (Word::Silence, 10)],
        Means::Desk => [(Word::Button, 0), (Word::Card, 60), (Word::Call, 32), (Word::Silence, 8)],
    };
    let throw = |low: i64, high: i64| u32::try_from(dice.between(low, high)).unwrap_or(0);
    Habits {
        // Volunteers without a page of their own come by the site; elders among them use a telephone.
        means: if part == Part::Volunteer && means == Means::Call { Means::Page } else { means },
        word: dice.weighted(&words).unwrap_or(Word::Card),
        needy: throw(150, 420),
        eager: throw(200, 750),
        reliable: throw(955, 998),
        punctual: dice.between(3, 14),
        located: throw(600, 980),
        asks_code: throw(450, 980),
        pleased: throw(500, 950),
        reach: dice.between(15, 70) * 100,
        employed: part == Part::Volunteer && (23..60).contains(&age) && dice.chance(820),
    }
}

/// A member of staff: grown up, not yet retired, with a telephone; lives anywhere.
pub(crate) fn staff_member(dice: &Dice, numbers: &mut Numbers, today: Day) -> (String, IdNumber, Phone) {
    let sex = if dice.chance(550) { Sex::Female } else { Sex::Male };
    let birth = birthday(dice, today, dice.between(26, 56));
    let name = format!("{}{}", names::surname(dice), names::given_name(dice, sex, birth.date().year()));
    (name, numbers.identity(dice, birth, sex), numbers.phone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_kernel::Level;
    use tb_places::City;

    fn people(city: City, count: u32, seed: u64) -> Vec<Soul> {
        let places = Places::embedded(city);
        let dice = Dice::of(seed, "people");
        let districts: Vec<Node> =
            places.below(places.root().node, Level::District).into_iter().map(|d| d.node).collect();
        let mut numbers = Numbers::new(&districts, &dice);
        let quarters = quarters::quarters(&places, count);
        let populace = Populace {
            dice: &dice,
            places: &places,
            quarters: &quarters,
            numbers: &mut numbers,
            today: Day::parse("2026-11-21").unwrap(),
            days: 60,
        };
        populate(populace, count)
    }

    #[test]
    fn a_city_of_any_size_has_everybody_in_it() {
        for (city, count) in City::ALL.into_iter().flat_map(|city| [(city, 40), (city, 300)]) {
            let souls = people(city, count, 9);
            let today = Day::parse("2026-11-21").unwrap();
            for part in [Part::Elder, Part::Volunteer, Part::Both, Part::Family] {
                assert!(souls.iter().any(|soul| soul.part == part), "{city} {count} {part:?}");
            }
            for soul in &souls {
                let age = today.age_since(soul.birth);
                assert!(!soul.part.is_elder() || (60..=95).contains(&age));
                assert!(!soul.part.is_volunteer() || (18..=75).contains(&age));
                assert!(soul.part == Part::Elder || soul.phone.is_some(), "{soul:?}");
                assert!(city.node().covers(soul.community) && soul.street.covers(soul.community));
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        let name =
            |souls: Vec<Soul>| souls.into_iter().map(|s| (s.name, s.identity, s.home.to_string())).collect::<Vec<_>>();
        assert_eq!(name(people(City::Wuhan, 120, 4)), name(people(City::Wuhan, 120, 4)));
        assert_ne!(name(people(City::Wuhan, 120, 4)), name(people(City::Wuhan, 120, 5)));
    }

    #[test]
    fn families_hang_together_and_some_share_a_telephone() {
        let souls = people(City::Nanjing, 600, 2);
        let shared =
            souls.iter().filter(|s| s.kin.is_some_and(|kin| s.phone.is_some() && souls[kin.other].phone == s.phone));
        assert!(shared.count() >= 5);
        for soul in &souls {
            let Some(kin) = soul.kin else { continue };
            let other = &souls[kin.other];
            assert!(other.part.is_elder());
            match kin.kind {
                KinKind::Spouse => assert_eq!((other.community, &other.address), (soul.community, &soul.address)),
                KinKind::Parent => assert!(other.birth.plus_years(18) < soul.birth),
                other => panic!("{other}"),
            }
        }
    }
}

//! Numbers of people who do not exist. They must pass every check of form, or the registration would refuse them, and
//! must not be anyone's:
//!
//! - identity numbers have a real district in front, a plausible birthday and a right check character, but a serial number
//!   from 900 to 995: offices number a district's births of a day from the bottom, so that far up hardly anybody stands;
//! - telephones begin with 154, which belongs to no operator. What the demonstration sends goes to files in any case.

use crate::dice::Dice;
use std::collections::BTreeSet;
use tb_kernel::{Day, Node};
use tb_people::{IdNumber, Phone, Sex};

/// First digits of every telephone made here.
pub const PHONE_PREFIX: &str = "154";
/// Serial numbers of identity numbers: even ones are women's, odd ones men's.
pub const SERIALS: std::ops::RangeInclusive<u16> = 900..=995;

/// Gives out numbers, none of them twice.
pub(crate) struct Numbers {
    /// Districts people of this city were born in.
    districts: Vec<i64>,
    identities: BTreeSet<String>,
    next_phone: u32,
}

impl Numbers {
    pub(crate) fn new(districts: &[Node], dice: &Dice) -> Numbers {
        let six = districts.iter().map(|node| node.0 / 1_000_000).collect();
        let first = u32::try_from(dice.below(4_000_000)).unwrap_or(0);
        Numbers { districts: six, identities: BTreeSet::new(), next_phone: first }
    }

    /// An identity number that nobody has here yet.
    pub(crate) fn identity(&mut self, dice: &Dice, birth: Day, sex: Sex) -> IdNumber {
        let parity = if sex == Sex::Male { 1 } else { 0 };
        loop {
            let district = dice.pick(&self.districts).copied().unwrap_or(110_101);
            let serial = SERIALS.start() + 2 * u16::try_from(dice.below(48)).unwrap_or(0) + parity;
            let number = IdNumber::compose(district, birth, serial);
            if self.identities.insert(number.text().to_owned()) {
                return number;
            }
        }
    }

    /// A mobile that nobody has here yet.
    pub(crate) fn phone(&mut self) -> Phone {
        self.next_phone += 1;
        let number = format!("{PHONE_PREFIX}{:08}", self.next_phone.wrapping_mul(17) % 100_000_000);
        Phone::parse(&number).expect("154 and eight digits have the form of a mobile")
    }
}

/// A birthday of somebody who is `age` whole years old on `today`.
pub(crate) fn birthday(dice: &Dice, today: Day, age: i64) -> Day {
    // Some day of the year that ended on the latest possible birthday.
    let latest = today.plus_years(-age);
    let day = latest.plus_days(-dice.between(0, 363));
    if today.age_since(day) == age { day } else { latest }
}

/// A made-up address inside a community.
pub(crate) fn address(dice: &Dice) -> String {
    const ESTATES: [&str; 24] = [
        "幸福里",
        "和平新村",
        "长乐苑",
        "安居里",
        "春晖园",
        "桂花园",
        "梅花山庄",
        "文化里",
        "兴隆新村",
        "清河苑",
        "锦绣园",
        "康乐里",
        "望江里",
        "书香苑",
        "银杏里",
        "紫藤园",
        "明德里",
        "友谊新村",
        "松柏苑",
        "丰收里",
        "朝阳里",
        "荷塘里",
        "听雨苑",
        "石榴园",
    ];
    let estate = dice.pick(&ESTATES).copied().unwrap_or("幸福里");
    let (house, entrance) = (dice.between(1, 38), dice.between(1, 6));
    let (floor, door) = (dice.between(1, 7), dice.between(1, 4));
    format!("{estate}{house}幢{entrance}单元{floor}0{door}室")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_the_registers_checks_and_are_never_given_twice() {
        let dice = Dice::of(5, "numbers");
        let mut numbers = Numbers::new(&[Node(320_102_000_000), Node(320_106_000_000)], &dice);
        let today = Day::parse("2026-11-21").unwrap();
        let mut phones = BTreeSet::new();
        for n in 0..3000 {
            let sex = if n % 2 == 0 { Sex::Female } else { Sex::Male };
            let birth = birthday(&dice, today, 60 + n % 35);
            let id = numbers.identity(&dice, birth, sex);
            assert_eq!(IdNumber::parse(id.text(), today), Ok(id.clone()));
            assert_eq!((id.birth(), id.sex()), (birth, sex));
            assert!(id.text().starts_with("320102") || id.text().starts_with("320106"));
            assert!(SERIALS.contains(&id.text()[14..17].parse().unwrap()));
            let phone = numbers.phone();
            assert!(phone.is_mobile() && phone.text().starts_with(PHONE_PREFIX));
            assert!(phones.insert(phone.text().to_owned()));
        }
        assert_eq!(numbers.identities.len(), 3000);
    }

    #[test]
    fn a_birthday_gives_the_age_that_was_asked_for() {
        let dice = Dice::of(6, "birthdays");
        for today in ["2026-11-21", "2026-01-01", "2028-02-29", "2026-12-31"] {
            let today = Day::parse(today).unwrap();
            for age in 18..100 {
                assert_eq!(today.age_since(birthday(&dice, today, age)), age);
            }
        }
    }
}

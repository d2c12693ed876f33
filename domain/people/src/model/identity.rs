//! Names, resident identity numbers and telephones: values that cannot be true cannot be built. Each knows its masked
//! form, which is what everybody sees unless a reason was given.

use crate::refusals as no;
use serde::{Deserialize, Serialize};
use tb_kernel::Day;

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 50;
/// Nobody alive was born before this year.
const BIRTH_YEAR_MIN: i16 = 1900;
/// Two-character surnames that are still common; all others are one character.
const DOUBLE_SURNAMES: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "长孙", "宇文", "夏侯",
    "轩辕", "端木", "百里", "南宫", "东郭", "呼延",
];

/// Sex as the identity number says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}
impl Sex {
    pub const fn code(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
}

/// A person's name: Chinese characters with `·`, or letters with spaces, hyphens and apostrophes.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// # Errors
    /// The code of what is wrong.
    pub fn parse(text: &str) -> Result<PersonName, &'static str> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = name.chars().count();
        if chars == 0 {
            return Err(no::MISSING);
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let allowed = name.chars().all(|c| c.is_alphabetic() || " ·•.-'’".contains(c));
        if !allowed || letters < 2 || chars > NAME_CHARS_MAX {
            return Err(no::NAME_FORM);
        }
        Ok(PersonName(if is_han(&name) { name.replace(' ', "") } else { name }))
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    /// The family name of a Chinese name; the last word of another one.
    pub fn surname(&self) -> &str {
        if !is_han(&self.0) {
            return self.0.rsplit(' ').next().unwrap_or(&self.0);
        }
        let two = self.0.char_indices().nth(2).map_or(self.0.as_str(), |(at, _)| &self.0[..at]);
        if self.0.chars().count() > 2 && DOUBLE_SURNAMES.contains(&two) {
            return two;
        }
        self.0.char_indices().nth(1).map_or(self.0.as_str(), |(at, _)| &self.0[..at])
    }
    /// `张**`; of a name in letters only the first letter of the last word: `S**`.
    pub fn masked(&self) -> String {
        if is_han(&self.0) {
            format!("{}**", self.surname())
        } else {
            format!("{}**", self.surname().chars().next().unwrap_or('*'))
        }
    }
    /// The form that is looked up by equality.
    pub(crate) fn for_index(&self) -> String {
        self.0.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
    }
}

fn is_han(text: &str) -> bool {
    text.chars().next().is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c >= '\u{20000}')
}

/// An 18-character resident identity number with a right check character (GB 11643) and a possible birthday.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads a number as it is typed: spaces are dropped, `x` is `X`.
    ///
    /// # Errors
    /// The code of what is wrong: form, check character, or birthday (also one after `today`).
    pub fn parse(text: &str, today: Day) -> Result<IdNumber, &'static str> {
        let number: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        if number.is_empty() {
            return Err(no::MISSING);
        }
        let formed = number.len() == 18
            && number.is_ascii()
            && number.starts_with(|c: char| ('1'..='9').contains(&c))
            && number[..17].bytes().all(|b| b.is_ascii_digit())
            && number[17..].bytes().all(|b| b.is_ascii_digit() || b == b'X');
        if !formed {
            return Err(no::ID_FORM);
        }
        if check_character(&number.as_bytes()[..17]) != number.as_bytes()[17] {
            return Err(no::ID_CHECK);
        }
        match birth_of(&number) {
            Some(birth) if birth <= today => Ok(IdNumber(number)),
            _ => Err(no::ID_BIRTH),
        }
    }
    /// Reads a number as lists and forms have it: wide digits, quotes and blanks, and the fifteen digits that were given
    /// until 1999, which stand for exactly one number of eighteen.
    ///
    /// # Errors
    /// As [`IdNumber::parse`].
    pub fn as_written(text: &str, today: Day) -> Result<IdNumber, &'static str> {
        let kept = text.chars().filter_map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
            '\'' | '"' | '-' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{3000}' => None,
            other => Some(other),
        });
        let plain: String = kept.filter(|c| !c.is_whitespace()).collect();
        if plain.len() == 15 && plain.bytes().all(|b| b.is_ascii_digit()) {
            let digits = format!("{}19{}", &plain[..6], &plain[6..]);
            let check = char::from(check_character(digits.as_bytes()));
            return IdNumber::parse(&format!("{digits}{check}"), today);
        }
        IdNumber::parse(&plain, today)
    }
    /// Puts a number together from the six digits of a district, a birthday and a three-digit serial number (odd: male).
    /// For tests, demonstrations and the simulator.
    pub fn compose(district: i64, birth: Day, serial: u16) -> IdNumber {
        let date = birth.date();
        let digits = format!(
            "{:06}{:04}{:02}{:02}{:03}",
            district.clamp(100_000, 999_999),
            date.year(),
            date.month(),
            date.day(),
            serial % 1000
        );
        let check = char::from(check_character(digits.as_bytes()));
        IdNumber(format!("{digits}{check}"))
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    pub fn birth(&self) -> Day {
        birth_of(&self.0).expect("the birthday was read when the number was built")
    }
    pub fn sex(&self) -> Sex {
        if (self.0.as_bytes()[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female }
    }
    /// First three and last four characters.
    pub fn masked(&self) -> String {
        format!("{}***********{}", &self.0[..3], &self.0[14..])
    }
}

fn birth_of(number: &str) -> Option<Day> {
    let (year, month, day) = (number[6..10].parse().ok()?, number[10..12].parse().ok()?, number[12..14].parse().ok()?);
    if year < BIRTH_YEAR_MIN { None } else { Day::from_ymd(year, month, day) }
}

/// ISO 7064 MOD 11-2 over seventeen digits.
fn check_character(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: &[u8; 11] = b"10X98765432";
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHARACTERS[(sum % 11) as usize]
}

/// A telephone of the mainland in digits: a mobile (11 digits), or a landline with its area code.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as it is typed: spaces, hyphens, brackets and +86 are dropped.
    ///
    /// # Errors
    /// The code of what is wrong.
    pub fn parse(text: &str) -> Result<Phone, &'static str> {
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && !"-()（）—".contains(*c)).collect();
        let digits = ["+86", "0086"].iter().find_map(|prefix| typed.strip_prefix(prefix)).unwrap_or(&typed);
        if digits.is_empty() {
            return Err(no::MISSING);
        }
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        if all_digits && (is_mobile(digits) || area_code_len(digits).is_some()) {
            Ok(Phone(digits.to_owned()))
        } else {
            Err(no::PHONE_FORM)
        }
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    /// Can receive a short message.
    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.0)
    }
    /// `138****8000`, `025-****1234`.
    pub fn masked(&self) -> String {
        let last = &self.0[self.0.len() - 4..];
        match area_code_len(&self.0) {
            Some(area) if !self.is_mobile() => format!("{}-****{last}", &self.0[..area]),
            _ => format!("{}****{last}", &self.0[..3]),
        }
    }
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

/// Length of the area code (with its 0): 010 and 02x have three digits, the others four; then 7 or 8 digits that do not
/// begin with 0 or 1.
fn area_code_len(digits: &str) -> Option<usize> {
    let bytes = digits.as_bytes();
    if bytes.len() < 10 || bytes[0] != b'0' || bytes[1] == b'0' {
        return None;
    }
    let area = if matches!(bytes[1], b'1' | b'2') { 3 } else { 4 };
    let known = bytes[1] != b'1' || bytes[2] == b'0';
    (known && (7..=8).contains(&(bytes.len() - area)) && bytes[area] > b'1').then_some(area)
}

macro_rules! debug_masked {
    ($($name:ident),+) => {$(
        /// Masked: logs and failed assertions hold no personal data.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.masked())
            }
        }
    )+};
}
debug_masked!(PersonName, IdNumber, Phone);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::parse("2026-11-21").unwrap()
    }

    #[test]
    fn an_identity_number_must_be_formed_checked_and_born() {
        // The example of the standard itself.
        let id = IdNumber::parse("11010519491231002x", today()).unwrap();
        assert_eq!((id.birth(), id.sex()), (Day::parse("1949-12-31").unwrap(), Sex::Female));
        assert_eq!(id.masked(), "110***********002X");
        for (text, code) in [
            ("", no::MISSING),
            ("1101051949123100", no::ID_FORM),
            ("01010519491231002X", no::ID_FORM),
            ("1101051949123100２X", no::ID_FORM),
            ("110105194912310021", no::ID_CHECK),
            ("11010519491231X02X", no::ID_FORM),
        ] {
            assert_eq!(IdNumber::parse(text, today()).unwrap_err(), code, "{text}");
        }
        let tomorrow = IdNumber::compose(110_105, today().plus_days(1), 2);
        assert_eq!(IdNumber::parse(tomorrow.text(), today()).unwrap_err(), no::ID_BIRTH);
        let mut leap = "11010519490229002".to_owned();
        leap.push(char::from(check_character(leap.as_bytes())));
        assert_eq!(IdNumber::parse(&leap, today()).unwrap_err(), no::ID_BIRTH, "1949 had no 29 February");
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let id = IdNumber::parse("11010519491231002X", today()).unwrap();
        for written in
            ["１１０１０５１９４９１２３１００２Ｘ", "110105491231002", "110105 19491231 002x", "'11010519491231002X"]
        {
            assert_eq!(IdNumber::as_written(written, today()), Ok(id.clone()), "{written}");
        }
        assert_eq!(IdNumber::as_written("110105490229002", today()).unwrap_err(), no::ID_BIRTH);
        assert_eq!(IdNumber::as_written("1101054912310021", today()).unwrap_err(), no::ID_FORM);
        assert!(IdNumber::as_written("320102400229002", today()).is_ok(), "1940 had a 29 February");
    }

    proptest! {
        #[test]
        fn a_composed_number_reads_back_and_one_wrong_digit_never_does(
            district in 110_000i64..660_000, day in -20_000i64..20_000, serial in 0u16..1000, at in 0usize..17, by in 1u8..10,
        ) {
            let id = IdNumber::compose(district, Day(day), serial);
            prop_assert_eq!(IdNumber::parse(id.text(), today()), Ok(id.clone()));
            prop_assert_eq!(id.birth(), Day(day));
            let mut wrong = id.text().as_bytes().to_vec();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(IdNumber::parse(&wrong, today()).is_err());
        }

        #[test]
        fn nothing_that_is_typed_panics(text in "\\PC{0,30}") {
            let _ = IdNumber::parse(&text, today());
            let _ = IdNumber::as_written(&text, today());
            let _ = Phone::parse(&text).map(|phone| phone.masked());
            let _ = PersonName::parse(&text).map(|name| (name.masked(), name.surname().to_owned()));
        }
    }

    #[test]
    fn telephones_are_mobiles_or_landlines_with_their_area() {
        for (text, masked, mobile) in [
            ("+86 138-0013-8000", "138****8000", true),
            ("025-83201234", "025-****1234", false),
            ("（0551）6320123", "0551-****0123", false),
            ("010 65201234", "010-****1234", false),
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.masked().as_str(), phone.is_mobile()), (masked, mobile), "{text}");
        }
        for wrong in ["12800138000", "1380013800", "138001380001", "83201234", "0123456789", "abc", "02501234567"] {
            assert_eq!(Phone::parse(wrong).unwrap_err(), no::PHONE_FORM, "{wrong}");
        }
        assert_eq!(Phone::parse(" ").unwrap_err(), no::MISSING);
    }

    #[test]
    fn of_a_name_only_the_surname_is_seen() {
        for (text, surname, masked) in [
            ("张桂英", "张", "张**"),
            ("张 三", "张", "张**"),
            ("欧阳修文", "欧阳", "欧阳**"),
            ("欧阳", "欧", "欧**"),
            ("阿依古丽·买买提", "阿", "阿**"),
            ("Mary Ann Smith", "Smith", "S**"),
        ] {
            let name = PersonName::parse(text).unwrap();
            assert_eq!((name.surname(), name.masked().as_str()), (surname, masked));
        }
        assert_eq!(PersonName::parse("张 三").unwrap().text(), "张三");
        for wrong in ["张", "张3", "<b>", "a", &"张".repeat(51)] {
            assert_eq!(PersonName::parse(wrong).unwrap_err(), no::NAME_FORM, "{wrong}");
        }
        assert_eq!(PersonName::parse("  ").unwrap_err(), no::MISSING);
    }
}

//! The check word of a printed passbook: anyone can see that account, day and balance on the paper are what the bank
//! printed, and learns nothing else.

use tb_crypto::KeyRing;
use tb_kernel::{Day, Minutes};

/// Letters and digits that are not mistaken for each other.
const CLEAR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Eight characters in two groups: `7K4M-92QX`.
pub(crate) fn check_word(keys: &KeyRing, handle: &str, day: Day, balance: Minutes) -> String {
    let digest = keys.blind("passbook", &format!("{handle}|{day}|{balance}"));
    let letters: Vec<char> = digest[..8].iter().map(|byte| char::from(CLEAR[usize::from(byte % 32)])).collect();
    let (first, second) = letters.split_at(4);
    format!("{}-{}", first.iter().collect::<String>(), second.iter().collect::<String>())
}

/// True when `typed` is the word; blanks, hyphens and small letters do not matter.
pub(crate) fn word_matches(keys: &KeyRing, handle: &str, day: Day, balance: Minutes, typed: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    plain(&check_word(keys, handle, day, balance)) == plain(typed).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_fits_its_paper_only() {
        let keys = KeyRing::from_master(&[3; 32]);
        let day = Day(20_000);
        let word = check_word(&keys, "TB7K3M9Q2", day, Minutes(750));
        assert_eq!(word.len(), 9);
        assert!(word_matches(&keys, "TB7K3M9Q2", day, Minutes(750), &word.to_lowercase().replace('-', " ")));
        assert!(!word_matches(&keys, "TB7K3M9Q2", day, Minutes(751), &word));
        assert!(!word_matches(&keys, "TB7K3M9Q3", day, Minutes(750), &word));
        assert!(!word_matches(&keys, "TB7K3M9Q2", day.plus_days(1), Minutes(750), &word));
        assert!(!word_matches(&keys, "TB7K3M9Q2", day, Minutes(750), ""));
    }
}

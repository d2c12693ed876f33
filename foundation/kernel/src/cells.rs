//! Counts of people for others than those who deal with them: few are not told, and cannot be worked out from the sums.

/// A count as others may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Told(i64),
    /// One or more, but fewer than so many.
    Few(i64),
}

/// One count: none is told, few are not.
pub const fn cell(count: i64, min: i64) -> Cell {
    if count > 0 && count < min { Cell::Few(min) } else { Cell::Told(count) }
}

/// The parts of a sum that is told as well. Where only one of them is few, the next smallest is hidden with it, or it could
/// be worked out.
pub fn cells(counts: &[i64], min: i64) -> Vec<Cell> {
    let mut told: Vec<Cell> = counts.iter().map(|count| cell(*count, min)).collect();
    let hidden = told.iter().filter(|cell| matches!(cell, Cell::Few(_))).count();
    if hidden == 1 {
        let next = counts.iter().enumerate().filter(|(at, count)| **count > 0 && told[*at] == Cell::Told(**count));
        if let Some((at, _)) = next.min_by_key(|(at, count)| (**count, *at)) {
            told[at] = Cell::Few(counts[at] + 1);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_not_told() {
        assert_eq!(cell(0, 5), Cell::Told(0));
        assert_eq!(cell(1, 5), Cell::Few(5));
        assert_eq!(cell(4, 5), Cell::Few(5));
        assert_eq!(cell(5, 5), Cell::Told(5));
    }

    #[test]
    fn a_single_small_part_takes_another_with_it() {
        assert_eq!(cells(&[3, 40, 12], 5), [Cell::Few(5), Cell::Told(40), Cell::Few(13)]);
        assert_eq!(cells(&[3, 2, 12], 5), [Cell::Few(5), Cell::Few(5), Cell::Told(12)]);
        assert_eq!(cells(&[3, 0, 0], 5), [Cell::Few(5), Cell::Told(0), Cell::Told(0)]);
        assert_eq!(cells(&[30, 20], 5), [Cell::Told(30), Cell::Told(20)]);
    }
}

//! Insurances and incidents at the desk.

mod incidents;
mod insurances;

use crate::{read, roles, write};
use tb_frame::Faces;
use tb_http::Doors;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/cover", "cover.insurances", roles::LOOK), insurances::list)
        .add(read("/console/cover/new", "cover.propose-form", roles::OFFICERS), insurances::new_form)
        .add(write("/console/cover/new", "cover.propose", roles::OFFICERS), insurances::new)
        .add(read("/console/cover/{id}/end", "cover.propose-end-form", roles::OFFICERS), insurances::end_form)
        .add(write("/console/cover/{id}/end", "cover.propose-end", roles::OFFICERS), insurances::end)
        .add(read("/console/incidents", "cover.incidents", roles::LOOK), incidents::list)
        .add(read("/console/incidents/{id}", "cover.incident", roles::LOOK), incidents::show)
        .add(write("/console/incidents/{id}", "cover.move-incident", roles::SERVE), incidents::step)
        .add(read("/console/orders/{id}/incident", "cover.report-incident-form", roles::SERVE), incidents::report_form)
        .add(write("/console/orders/{id}/incident", "cover.report-incident", roles::SERVE), incidents::report)
}

/// A sum in yuan, with fen only where there are any.
fn yuan(t: &Text, fen: i64) -> String {
    let (whole, rest) = (fen / 100, fen % 100);
    let amount = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
    t.with("cover-yuan", [("amount", format!("¥{amount}"))])
}

/// Yuan as typed, with at most two places: in fen.
fn fen(typed: &str) -> Option<i64> {
    let (whole, rest) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
    let rest = match rest.len() {
        0 => 0,
        1 => rest.parse::<i64>().ok()? * 10,
        2 => rest.parse::<i64>().ok()?,
        _ => return None,
    };
    let digits = whole.chars().all(|c| c.is_ascii_digit());
    whole.parse::<i64>().ok().filter(|_| digits)?.checked_mul(100)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::fen;

    #[test]
    fn yuan_are_read_as_people_write_them() {
        assert_eq!([fen("200000"), fen(" 12.5 "), fen("0.05")], [Some(20_000_000), Some(1250), Some(5)]);
        for wrong in ["", "-1", "1.234", "一百", "1,000", "1.x", "99999999999999999999"] {
            assert_eq!(fen(wrong), None, "{wrong}");
        }
    }
}

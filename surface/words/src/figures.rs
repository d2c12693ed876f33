//! How amounts of time, days and clock times are said in one language. The words themselves stand in `common.ftl`; this
//! file only puts the numbers in. Sentences reach it as `MINUTES($m)`, `DAY($day)`, `DATE($day)` and `WHEN($at)`.

use crate::catalogue::Bundle;
use fluent_bundle::FluentArgs;
use tb_kernel::{Day, Instant, Minutes};

/// The figures of one language. Holds a bundle with `common.ftl` alone.
pub(crate) struct Figures(pub(crate) Bundle);

impl Figures {
    /// "1 小时 30 分钟", "1 h 30 min"; whole hours without minutes; less than an hour without hours.
    pub(crate) fn minutes(&self, amount: Minutes) -> String {
        let (hours, minutes) = amount.hours_and_minutes();
        let (hours, sign) = (hours.abs(), if amount.0 < 0 { "−" } else { "" });
        let key = match (hours, minutes) {
            (0, _) => "common-amount-minutes",
            (_, 0) => "common-amount-hours",
            _ => "common-amount-both",
        };
        format!("{sign}{}", self.say(key, &[("hours", hours), ("minutes", minutes)]))
    }

    /// "11月21日 周六", "Sat 21 Nov".
    pub(crate) fn day(&self, day: Day) -> String {
        self.calendar("common-day-short", day)
    }

    /// "2026年11月21日", "21 Nov 2026".
    pub(crate) fn date(&self, day: Day) -> String {
        self.calendar("common-day-long", day)
    }

    /// "09:00", the city's clock.
    pub(crate) fn clock(&self, at: Instant) -> String {
        let local = at.local();
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// "11月21日 周六 09:00", "Sat 21 Nov 09:00".
    pub(crate) fn when(&self, at: Instant) -> String {
        format!("{} {}", self.day(at.day()), self.clock(at))
    }

    fn calendar(&self, key: &str, day: Day) -> String {
        let date = day.date();
        let weekday = self.say(&format!("common-weekday-{}", date.weekday().to_monday_one_offset()), &[]);
        let month = self.say(&format!("common-month-{}", date.month()), &[]);
        let mut args = FluentArgs::new();
        args.set("year", date.year().to_string());
        args.set("month", month);
        args.set("day", date.day().to_string());
        args.set("weekday", weekday);
        self.format(key, &args)
    }

    fn say(&self, key: &str, numbers: &[(&str, i64)]) -> String {
        let mut args = FluentArgs::new();
        for (name, number) in numbers {
            args.set(*name, number.to_string());
        }
        self.format(key, &args)
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let pattern = self.0.get_message(key).and_then(|message| message.value());
        pattern.map_or_else(
            || key.to_owned(),
            |pattern| self.0.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned(),
        )
    }
}

//! When something is, as one says it: "today (Wed) 9:30 in the morning" says more than a date.

use tb_kernel::{Day, Instant};
use tb_words::Text;

/// `今天`, `明天`, `后天`, `昨天`; else the date with its weekday.
pub fn day_words(t: &Text, day: Day, today: Day) -> String {
    let key = match day.0 - today.0 {
        -1 => "web-day-yesterday",
        0 => "web-day-today",
        1 => "web-day-tomorrow",
        2 => "web-day-after-tomorrow",
        _ => return t.day_only(day),
    };
    let weekday = t.get(&format!("common-weekday-{}", day.date().weekday().to_monday_one_offset()));
    t.with(key, [("weekday", weekday)])
}

/// `今天（周三） 09:30`.
pub fn when_words(t: &Text, at: Instant, now: Instant) -> String {
    format!("{} {}", day_words(t, at.day(), now.day()), t.clock(at))
}

/// With the part of the day, for those who do not read clocks of 24 hours: `今天（周三） 上午 9:30`.
pub fn long_when(t: &Text, at: Instant, now: Instant) -> String {
    let local = at.local();
    let key = match local.hour() {
        0..=5 => "web-clock-night",
        6..=11 => "web-clock-morning",
        12..=17 => "web-clock-afternoon",
        _ => "web-clock-evening",
    };
    let hour = if local.hour() > 12 { local.hour() - 12 } else { local.hour() };
    let clock = t.with(key, [("clock", format!("{hour}:{:02}", local.minute()))]);
    format!("{} {clock}", day_words(t, at.day(), now.day()))
}

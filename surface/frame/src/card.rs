//! How items and states of orders look, the same on every page.

use tb_orders::OrderState;
use tb_policy::{ItemCode, Version};

/// The name of a catalogue item; its code where the version does not know it.
pub fn item_name(version: &Version, code: &str, lang: &str) -> String {
    let item = version.item(&ItemCode::from(code));
    item.map_or_else(|| code.to_owned(), |item| item.name.for_locale(lang).to_owned())
}

/// The icon of an item or category by words in its code.
pub fn item_icon(code: &str) -> &'static str {
    const WORDS: [(&str, &str); 22] = [
        ("meal", "meal"),
        ("cook", "meal"),
        ("food", "meal"),
        ("shop", "meal"),
        ("clean", "clean"),
        ("tidy", "clean"),
        ("laundry", "clean"),
        ("repair", "clean"),
        ("clinic", "clinic"),
        ("medical", "clinic"),
        ("doctor", "clinic"),
        ("nurs", "clinic"),
        ("health", "clinic"),
        ("hospital", "clinic"),
        ("bath", "bath"),
        ("talk", "talk"),
        ("chat", "talk"),
        ("company", "talk"),
        ("comfort", "talk"),
        ("walk", "walk"),
        ("outing", "walk"),
        ("escort", "walk"),
    ];
    WORDS.iter().find(|(word, _)| code.contains(word)).map_or("hand", |(_, icon)| icon)
}

/// What a state means in colour.
pub const fn state_tone(state: OrderState) -> &'static str {
    match state {
        OrderState::Submitted | OrderState::Published | OrderState::Awaiting => "wait",
        OrderState::Taken | OrderState::Confirmed | OrderState::Serving => "info",
        OrderState::Settled => "ok",
        OrderState::Disputed | OrderState::Refused | OrderState::Revoked => "bad",
        OrderState::Draft | OrderState::Expired | OrderState::Cancelled => "still",
    }
}

//! The card with the eight digits: one to hang by the door, one to carry.

use tb_paper::{Fonts, Ink, PaperError, Printed, Sheet, Size, Style};
use tb_words::Text;

/// What stands on a card.
#[derive(Clone, Debug)]
pub struct CardPaper {
    pub bank: String,
    pub name: String,
    pub handle: String,
    pub area: String,
    /// Eight digits, unspaced.
    pub code: String,
    pub help_phone: String,
    /// The day of printing, in words.
    pub day: String,
}

/// Both cards on one A4 sheet.
///
/// # Errors
/// [`PaperError`].
pub fn card_paper(fonts: &Fonts, t: &Text, card: &CardPaper) -> Result<Printed, PaperError> {
    let mut sheet = Sheet::new(fonts, Size::A4, &t.get("papers-card-title"), t.lang());
    sheet.text(105.0, 16.0, Style::of(10.0).ink(Ink::GREY).centre(), &t.get("papers-card-how"));
    door(&mut sheet, t, card);
    hand(&mut sheet, t, card);
    sheet.block(20.0, 252.0, 170.0, Style::of(11.0), &t.get("papers-card-care"));
    let lost = t.with("papers-card-lost", [("phone", card.help_phone.clone())]);
    sheet.block(20.0, 266.0, 170.0, Style::of(11.0), &lost);
    sheet.text(190.0, 286.0, Style::of(9.0).ink(Ink::GREY).right(), &card.day);
    sheet.print()
}

fn spaced(code: &str) -> String {
    code.split_at_checked(4).map_or_else(|| code.to_owned(), |(first, second)| format!("{first} {second}"))
}

/// 170 × 120 mm, read from a metre away.
fn door(sheet: &mut Sheet<'_>, t: &Text, card: &CardPaper) {
    let (x, y, width, height) = (20.0, 24.0, 170.0, 120.0);
    sheet.frame(x, y, width, height, Ink::GREY, 0.8);
    sheet.fill(x, y, width, 18.0, Ink::SHADE);
    sheet.text(x + 8.0, y + 12.0, Style::of(16.0).bold(), &card.bank);
    sheet.text(x + width - 8.0, y + 12.0, Style::of(13.0).right(), &t.get("papers-card-door"));
    sheet.text(x + 8.0, y + 36.0, Style::of(26.0).bold(), &card.name);
    sheet.text(x + 8.0, y + 46.0, Style::of(12.0).ink(Ink::GREY), &card.handle);
    sheet.block(x + 8.0, y + 54.0, 92.0, Style::of(12.0), &card.area);
    sheet.text(x + 8.0, y + 78.0, Style::of(12.0), &t.get("papers-card-code"));
    sheet.text(x + 8.0, y + 95.0, Style::of(40.0).bold(), &spaced(&card.code));
    sheet.qr(x + width - 62.0, y + 26.0, 54.0, &card.code);
    sheet.block(x + width - 62.0, y + 88.0, 54.0, Style::of(11.0).centre(), &t.get("papers-card-scan"));
    let help = format!("{} {}", t.get("ui-help-phone"), card.help_phone);
    sheet.text(x + 8.0, y + height - 7.0, Style::of(14.0).bold(), &help);
}

/// The size of a bank card, to cut out.
fn hand(sheet: &mut Sheet<'_>, t: &Text, card: &CardPaper) {
    let (x, y) = (62.2, 172.0);
    let Size { width, height } = Size::CARD;
    sheet.text(105.0, y - 10.0, Style::of(10.0).ink(Ink::GREY).centre(), &t.get("papers-card-cut"));
    let (right, below) = (x + width, y + height);
    let corners = [(x, y), (right, y), (right, below), (x, below), (x, y)];
    for pair in corners.windows(2) {
        sheet.cut_line(pair[0], pair[1]);
    }
    sheet.text(x + 4.0, y + 8.0, Style::of(10.0).bold(), &card.bank);
    sheet.text(x + 4.0, y + 19.0, Style::of(15.0).bold(), &card.name);
    sheet.text(x + 4.0, y + 25.0, Style::of(8.0).ink(Ink::GREY), &card.handle);
    sheet.text(x + 4.0, y + 32.0, Style::of(8.0), &t.get("papers-card-code"));
    sheet.text(x + 4.0, y + 41.0, Style::of(20.0).bold(), &spaced(&card.code));
    let help = format!("{} {}", t.get("ui-help-phone"), card.help_phone);
    sheet.text(x + 4.0, y + 50.0, Style::of(9.0), &help);
    sheet.qr(x + width - 31.0, y + 13.0, 27.0, &card.code);
}

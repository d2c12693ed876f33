//! Where a line may break: between Chinese characters, between Latin words, never before a closing mark nor after an
//! opening one.

use crate::fonts::{Fonts, Weight};

const NOT_FIRST: &str = "，。、；：？！）》」』】〉”’…·～%℃,.;:?!)]}";
const NOT_LAST: &str = "（《「『【〈“‘([{¥￥";

/// Breaks `text` into lines of at most `width` (in parts of the font size). A line feed always breaks.
pub(crate) fn lines(fonts: &Fonts, weight: Weight, text: &str, width: f32) -> Vec<String> {
    text.split('\n').flat_map(|part| broken(fonts, weight, part, width)).collect()
}

fn broken(fonts: &Fonts, weight: Weight, text: &str, width: f32) -> Vec<String> {
    let mut done = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(text) {
        let wide = fonts.width(weight, &piece);
        if used + wide > width && !line.is_empty() {
            done.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        let piece = if line.is_empty() { piece.trim_start().to_owned() } else { piece };
        // A word longer than the line is cut where it must be.
        for c in piece.chars() {
            let one = fonts.width(weight, c.encode_utf8(&mut [0; 4]));
            if wide > width && used + one > width && !line.is_empty() {
                done.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += one;
        }
    }
    done.push(line.trim_end().to_owned());
    done
}

/// What stays together: a Latin word, or a Chinese character with its marks.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut glue = false;
    for c in text.chars() {
        let joins = pieces.last().is_some_and(|last| {
            let before = last.chars().next_back();
            glue || NOT_FIRST.contains(c) || (is_word(c) && before.is_some_and(is_word))
        });
        match pieces.last_mut() {
            Some(last) if joins => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        glue = NOT_LAST.contains(c);
    }
    pieces
}

fn is_word(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{c0}'..'\u{250}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_where_they_belong() {
        assert_eq!(pieces("张三，（李四）OK go。"), ["张", "三，", "（李", "四）", "OK", " ", "go。"]);
    }

    #[test]
    fn no_line_is_wider_than_allowed_nor_begins_with_a_closing_mark() {
        let fonts = Fonts::find(&[]).expect("a Chinese font is installed (setup.sh)");
        let text = "兹证明张三同志于二〇二六年参加志愿服务，累计服务时间为一百二十小时。The address https://example.org/verify/TB7K3M9Q2 is long.";
        let all = lines(&fonts, Weight::Text, text, 10.0);
        assert!(all.len() > 5, "{all:?}");
        for line in &all {
            assert!(fonts.width(Weight::Text, line) <= 11.01, "{line}");
            assert!(!line.starts_with(|c| NOT_FIRST.contains(c)), "{line}");
        }
        let letters = |s: &str| s.replace(' ', "");
        assert_eq!(letters(&all.concat()), letters(text), "nothing is lost");
    }
}

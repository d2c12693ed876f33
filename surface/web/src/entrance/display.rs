//! Language, edition and letter size: kept in the browser, and with the person when somebody is signed in.

use super::session::any_key;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use tb_frame::{Faces, go};
use tb_http::{Answer, Choice, Edition, Typed, Visit};
use tb_kernel::Identity;
use tb_people::{Language, Preferences, TextSize};
use tb_words::LANGUAGES;

pub(super) async fn choose(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut now = Now { lang: visit.lang, edition: visit.edition, size: visit.text_size };
    if let Some(lang) = LANGUAGES.into_iter().find(|lang| *lang == typed.text("lang")) {
        choices.push(Choice::Language(lang));
        now.lang = lang;
    }
    if let Some(edition) = Edition::parse(typed.text("edition")) {
        choices.push(Choice::Edition(edition));
        now.edition = edition;
    }
    if let Some(size) = typed.parsed::<u8>("text").filter(|size| (1..=4).contains(size)) {
        choices.push(Choice::TextSize(size));
        now.size = size;
    }
    if matches!(visit.actor.identity, Identity::Citizen(_)) && !choices.is_empty() {
        faces.house.people.prefer(&visit.actor, &any_key(&visit)?, now.preferences()).await?;
    }
    let mut response = go(&visit, typed.text("back"));
    for choice in choices {
        response.headers_mut().append(SET_COOKIE, visit.remember(choice).header().clone());
    }
    Ok(response)
}

struct Now {
    lang: &'static str,
    edition: Edition,
    size: u8,
}

impl Now {
    fn preferences(&self) -> Preferences {
        Preferences {
            language: Language::parse(self.lang).unwrap_or_default(),
            edition: match self.edition {
                Edition::Elder => tb_people::Edition::Elder,
                Edition::Normal => tb_people::Edition::Standard,
            },
            text_size: size_of(self.size),
        }
    }
}

/// The word for a step of letter size; 0: none was chosen.
pub(super) fn size_of(step: u8) -> TextSize {
    match step {
        0 | 1 => TextSize::Normal,
        2 => TextSize::Large,
        3 => TextSize::Larger,
        _ => TextSize::Largest,
    }
}

//! The frame of a page as templates/base and templates/parts read it. Every template struct has a field `page`.

use crate::assets::asset_address;
use crate::faces::Faces;
use crate::menu;
use std::borrow::Cow;
use tb_http::{Notice, Visit};
use tb_kernel::{Actor, Instant};
use tb_words::Text;

/// Who is signed in, for the head of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub masked_name: String,
    /// In full: it is their own page.
    pub name: String,
    pub is_staff: bool,
}

/// What the frame of a page needs. Texts are sentences already.
#[derive(Clone)]
pub struct Page {
    pub t: Text,
    pub lang: &'static str,
    /// `normal` or `elder`.
    pub edition: &'static str,
    /// 1 to 4.
    pub text_size: u8,
    pub csrf: String,
    pub user: Option<User>,
    /// Masked name of the person this is done for.
    pub acting_for: Option<String>,
    /// This page's address.
    pub path: String,
    pub tab: &'static str,
    pub notice: Option<String>,
    pub product: String,
    pub help_phone: String,
    pub unread: i64,
    pub now: Instant,
    actor: Actor,
}

impl Page {
    /// The frame without asking who is signed in: for error pages, and the start of [`Faces::page`].
    pub fn of_visitor(faces: &Faces, visit: &Visit, tab: &'static str) -> Page {
        let t = faces.text(visit);
        Page {
            notice: visit.notice.as_ref().and_then(|notice| said(&t, notice)),
            lang: t.lang(),
            edition: visit.edition.code(),
            text_size: visit.text_size.clamp(1, 4),
            csrf: visit.csrf.clone(),
            user: None,
            acting_for: None,
            path: visit.path.clone(),
            tab,
            product: faces.product(visit.lang),
            help_phone: faces.look.help_phone.clone(),
            unread: 0,
            now: faces.now(),
            actor: visit.actor.clone(),
            t,
        }
    }
    /// The address of a built file.
    pub fn asset(&self, name: &str) -> Cow<'static, str> {
        asset_address(name)
    }
    /// Whether the desk's menu shows this group to this person.
    pub fn sees(&self, group: &str) -> bool {
        menu::sees(&self.actor, group)
    }
    pub fn is_elder(&self) -> bool {
        self.edition == "elder"
    }
    pub fn is_signed_in(&self) -> bool {
        self.user.is_some()
    }
    /// The same frame for a page that stands at another address: a refused form goes back to where it can be read again.
    #[must_use]
    pub fn at(mut self, path: &str) -> Page {
        path.clone_into(&mut self.path);
        self
    }
}

/// The sentence of a notice; the cookie may hold anything, so an unknown key says nothing.
fn said(t: &Text, notice: &Notice) -> Option<String> {
    let args: Vec<(&str, String)> = notice.args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    t.has(&notice.key).then(|| t.with(&notice.key, args))
}

//! The state behind all pages, and what every page asks of the house in the same way.

use crate::page::{Page, User};
use crate::press::Press;
use std::collections::{BTreeSet, HashMap};
use std::pin::Pin;
use std::sync::Arc;
use tb_config::Config;
use tb_house::House;
use tb_http::{Recognise, Visit};
use tb_kernel::{Actor, Instant, Outcome, PersonId};
use tb_people::Shown;
use tb_policy::Version;
use tb_words::{Text, Words};

/// What the configuration says about how pages look.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The telephone number for help, as people read it.
    pub help_phone: String,
    /// Without a slash at its end.
    pub public_url: String,
    /// Made-up people may be signed in with one press.
    pub demo: bool,
    /// Address of map tiles; none: maps without a ground.
    pub tiles: Option<String>,
    /// Whose tiles they are.
    pub tiles_note: Option<String>,
    /// In a demonstration: persons worth being, each with something to do.
    pub cast: Vec<Played>,
    /// Fonts of the configuration for PDF; empty: those of the system.
    pub fonts: Vec<std::path::PathBuf>,
}

/// A made-up person of a demonstration whom a visitor may be.
#[derive(Clone, Debug)]
pub struct Played {
    /// The word of the part; its sentences are `web-cast-<part>` and `web-cast-<part>-text`.
    pub part: &'static str,
    pub person: PersonId,
    /// In full.
    pub name: String,
    pub staff: bool,
}

impl Look {
    pub fn of(config: &Config) -> Look {
        Look {
            help_phone: config.help_phone.clone(),
            public_url: config.public_url.clone(),
            demo: config.demo,
            tiles: config.map_tiles.clone(),
            tiles_note: config.map_note.clone(),
            cast: Vec::new(),
            fonts: config.print_fonts.clone(),
        }
    }
}

/// The state of every page. Cheap to clone.
#[derive(Clone)]
pub struct Faces {
    pub house: Arc<House>,
    pub words: Words,
    pub look: Arc<Look>,
    pub press: Arc<Press>,
}

/// A question on its way.
type Asked<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

/// Persons as others see them.
pub type Names = HashMap<PersonId, Shown>;

impl Faces {
    pub fn new(house: Arc<House>, words: Words, look: Look) -> Faces {
        let press = Arc::new(Press::with(look.fonts.clone()));
        Faces { house, words, look: Arc::new(look), press }
    }
    pub fn text(&self, visit: &Visit) -> Text {
        self.words.lang(visit.lang)
    }
    pub fn now(&self) -> Instant {
        self.house.core.now()
    }
    /// What the city calls its bank.
    pub fn product(&self, lang: &str) -> String {
        let set = self.house.policies.set(self.house.node);
        set.map_or_else(|_| "时间银行".to_owned(), |set| set.product_name.for_locale(lang).to_owned())
    }
    /// The rules in force today in the whole city.
    ///
    /// # Errors
    /// The policy's refusal when the city has none today.
    pub fn rules(&self) -> Outcome<Arc<Version>> {
        let version = self.house.policies.at(self.house.node, self.now().day());
        Ok(version.map_err(tb_kernel::Refusal::from)?)
    }

    /// The frame of a page: whose it is, in which language, what was just done.
    ///
    /// # Errors
    /// When the database cannot say who is signed in.
    pub async fn page(&self, visit: &Visit, tab: &'static str) -> Outcome<Page> {
        let mut page = Page::of_visitor(self, visit, tab);
        if visit.actor.person.is_some() {
            let me = self.house.people.me(&visit.actor).await?;
            page.unread = me.unread;
            page.acting_for = me.acting_for.map(|shown| shown.masked_name);
            page.user =
                Some(User { masked_name: me.person.masked_name, name: me.name, is_staff: is_staff(&visit.actor) });
        }
        Ok(page)
    }

    /// Masked names of many persons at once. What is given is taken up before anything is asked, so that a page's future
    /// holds none of its iterators.
    ///
    /// # Errors
    /// A fault.
    pub fn names(&self, ids: impl IntoIterator<Item = PersonId>) -> Asked<'_, Names> {
        let ids: BTreeSet<PersonId> = ids.into_iter().collect();
        let ids: Vec<PersonId> = ids.into_iter().collect();
        Box::pin(async move {
            if ids.is_empty() {
                return Ok(Names::new());
            }
            let shown = self.house.people.display(&mut self.house.core.db.read(), &ids).await?;
            Ok(shown.into_iter().map(|shown| (shown.id, shown)).collect())
        })
    }
}

fn is_staff(actor: &Actor) -> bool {
    matches!(actor.identity, tb_kernel::Identity::Staff(_))
}

impl Recognise for Faces {
    async fn actor_for_session(&self, token: &str) -> Outcome<Option<Actor>> {
        self.house.people.actor_for(token).await
    }
    async fn actor_for_bearer(&self, token: &str) -> Outcome<Option<Actor>> {
        self.house.actor_for_bearer(token).await
    }
}

//! Orders and people in words: cards, paths, names. The same on every page.

use tb_frame::{Event, Faces, Names, OrderCard, Page, Step, item_icon, item_name, long_when, state_tone, when_words};
use tb_kernel::{Instant, Level, Minutes, Node, PersonId};
use tb_orders::{Order, OrderEvent, OrderState, Side};
use tb_people::{Sex, Shown};
use tb_words::Text;

/// Says things in the language of one page.
pub(crate) struct Tell<'a> {
    pub(crate) faces: &'a Faces,
    pub(crate) t: &'a Text,
    pub(crate) now: Instant,
    elder_edition: bool,
}

impl<'a> Tell<'a> {
    pub(crate) fn of(faces: &'a Faces, page: &'a Page) -> Tell<'a> {
        Tell { faces, t: &page.t, now: page.now, elder_edition: page.is_elder() }
    }

    /// The item's name, by the rules the order was made under.
    pub(crate) fn item(&self, order: &Order) -> String {
        self.item_of(&order.policy, &order.item)
    }
    pub(crate) fn item_of(&self, policy: &str, item: &str) -> String {
        match self.faces.house.orders.version(policy) {
            Ok(version) => item_name(&version, item, self.t.lang()),
            Err(_) => item.to_owned(),
        }
    }
    pub(crate) fn when(&self, at: Instant) -> String {
        if self.elder_edition { long_when(self.t, at, self.now) } else { when_words(self.t, at, self.now) }
    }
    pub(crate) fn minutes(&self, minutes: Minutes) -> String {
        self.t.minutes(minutes)
    }
    pub(crate) fn state(&self, order: &Order) -> String {
        self.t.get(&format!("orders-state-{}", order.state.code()))
    }
    /// District and street: enough to know the way, not enough to find the door.
    pub(crate) fn area(&self, node: Node) -> String {
        let places = &self.faces.house.places;
        let name = |level| places.get(node.at(level)).map_or("", |division| division.name);
        format!("{}{}", name(Level::District), name(Level::Street))
    }
    /// `李奶奶`, `王爷爷`.
    pub(crate) fn elder(&self, shown: &Shown) -> String {
        let key = if shown.sex == Sex::Female { "web-elder-female" } else { "web-elder-male" };
        self.t.with(key, [("surname", shown.surname.clone())])
    }
    /// `陈女士`, `赵先生`.
    pub(crate) fn person(&self, shown: &Shown) -> String {
        let key = if shown.sex == Sex::Female { "web-person-female" } else { "web-person-male" };
        self.t.with(key, [("surname", shown.surname.clone())])
    }
    pub(crate) fn elder_of(&self, id: PersonId, names: &Names) -> String {
        names.get(&id).map_or_else(|| self.t.get("web-person-gone"), |shown| self.elder(shown))
    }
    pub(crate) fn volunteer_of(&self, id: PersonId, names: &Names) -> String {
        names.get(&id).map_or_else(|| self.t.get("web-person-gone"), |shown| self.person(shown))
    }
    /// `距您 350 米`.
    pub(crate) fn distance(&self, metres: i64) -> String {
        if metres < 1000 {
            let metres = ((metres + 5) / 10 * 10).max(10);
            return self.t.with("places-near-metres", [("metres", metres.to_string())]);
        }
        let tenths = (metres + 50) / 100;
        self.t.with("places-near-kilometres", [("kilometres", format!("{}.{}", tenths / 10, tenths % 10))])
    }

    /// An order in a list, as one side of it reads it; `None`: somebody who could take it.
    pub(crate) fn card(&self, order: &Order, side: Option<Side>, names: &Names) -> OrderCard {
        let elders_view = side == Some(Side::Elder);
        let who = if elders_view {
            order.volunteer.map(|id| self.volunteer_of(id, names)).unwrap_or_default()
        } else {
            self.elder_of(order.elder, names)
        };
        let pay = match (order.state, elders_view) {
            (OrderState::Settled, _) => order.settled_minutes.unwrap_or_default(),
            (_, true) => order.held_minutes,
            (_, false) => order.minutes,
        };
        let pay_key = if elders_view { "web-pay-spend" } else { "web-pay-earn" };
        OrderCard {
            href: format!("/orders/{}", order.id),
            kind: self.item(order),
            icon: item_icon(&order.item),
            status: if side.is_none() { self.urgent(order) } else { self.state(order) },
            tone: if side.is_none() { "bad" } else { state_tone(order.state) },
            when: self.when(order.starts_at),
            hours: self.t.with("web-about", [("length", self.minutes(order.minutes))]),
            place: self.area(order.node),
            who,
            pay: if pay.is_positive() { self.t.with(pay_key, [("length", self.minutes(pay))]) } else { String::new() },
        }
    }
    fn urgent(&self, order: &Order) -> String {
        if order.urgent { self.t.get("web-urgent") } else { String::new() }
    }

    /// 待审核 → 待接单 → 待服务 → 服务中 → 待确认 → 已完成; empty for an order that ended early.
    pub(crate) fn path(&self, order: &Order) -> Vec<Step> {
        const STEPS: [&str; 6] = ["review", "open", "planned", "serving", "confirm", "done"];
        let now = match order.state {
            OrderState::Draft | OrderState::Submitted => 0,
            OrderState::Published => 1,
            OrderState::Taken | OrderState::Confirmed => 2,
            OrderState::Serving => 3,
            OrderState::Awaiting | OrderState::Disputed => 4,
            OrderState::Settled => 6,
            _ => return Vec::new(),
        };
        let state = |n: usize| match n.cmp(&now) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "next",
        };
        STEPS
            .iter()
            .enumerate()
            .map(|(n, step)| Step { label: self.t.get(&format!("orders-path-{step}")), state: state(n) })
            .collect()
    }

    /// What happened to an order, newest first.
    pub(crate) fn timeline(&self, history: &[OrderEvent]) -> Vec<Event> {
        let told = history.iter().rev().map(|event| Event {
            when: when_words(self.t, event.at, self.now),
            title: self.t.get(&format!("orders-step-{}", event.step.code().replace('_', "-"))),
            detail: self.because(event),
        });
        told.collect()
    }
    fn because(&self, event: &OrderEvent) -> String {
        let channel = format!("people-channel-{}", event.channel);
        let through = matches!(event.channel.as_str(), "desk" | "hotline" | "proxy").then(|| self.t.get(&channel));
        let reason = event.reason.as_deref().map(|reason| self.reason(reason));
        [through, reason].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
    /// A reason as typed, or the sentence of one that the product gives by itself.
    pub(crate) fn reason(&self, reason: &str) -> String {
        let key = format!("orders-reason-{}", reason.replace('_', "-"));
        if self.t.has(&key) { self.t.get(&key) } else { reason.to_owned() }
    }
}

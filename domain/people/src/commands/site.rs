//! `people.open-site`: a place where people are received appears on the public map.

use crate::access::{self, OFFICERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form, SHORT_CHARS_MAX};
use crate::store::message as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Actor, Level, Node, Outcome, SiteId};

#[derive(Serialize)]
struct OpenSite {
    input: SiteInput,
}

impl People {
    /// Opens a site on a street or community.
    ///
    /// # Errors
    /// All field faults at once; `people.not-allowed`.
    pub async fn open_site(self: &Arc<Self>, actor: &Actor, key: &Key, input: SiteInput) -> Outcome<SiteId> {
        execute(self, &self.core, actor, key, OpenSite { input }).await
    }

    /// The sites at or below a node, for the public map.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn sites(&self, node: Node) -> Outcome<Vec<SiteView>> {
        let (low, high) = node.range();
        let rows: Vec<sql::SiteRecord> = self.core.db.read().rows(sql::SITES, args![low, high]).await?;
        Ok(rows.into_iter().map(site_view).collect())
    }

    /// One site.
    ///
    /// # Errors
    /// Not found.
    pub async fn site(&self, id: SiteId) -> Outcome<SiteView> {
        let row: Option<sql::SiteRecord> = self.core.db.read().row(sql::SITE, args![id]).await?;
        Ok(site_view(row.ok_or(tb_kernel::Refusal::not_found())?))
    }
}

fn site_view(row: sql::SiteRecord) -> SiteView {
    let degrees = |e6: i64| e6 as f64 / 1e6;
    SiteView {
        id: row.id,
        node: row.node,
        name: row.name,
        address: row.address,
        point: tb_places::Point::new(degrees(row.lon_e6), degrees(row.lat_e6)),
        phone: row.phone,
        hours: row.hours,
    }
}

impl Command for OpenSite {
    const NAME: &'static str = "people.open-site";
    type House = People;
    type Answer = SiteId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<SiteId> {
        let input = &self.input;
        let mut form = Form::new();
        let name = form.take("name", rules::text(&input.name, SHORT_CHARS_MAX));
        let address = form.take("address", rules::text(&input.address, TEXT_CHARS_MAX));
        let hours = form.take("hours", rules::text(&input.hours, SHORT_CHARS_MAX));
        let phone = form.take("phone", Phone::parse(&input.phone));
        let node = form.take("node", place(house, input.node));
        let point = form.take("point", input.point.ok_or(no::MISSING));
        if let (Some(point), Some(node)) = (point, node) {
            form.must("point", rules::is_near(point, node, &house.places), no::HOME_OUTSIDE);
        }
        let all = (|| Some((name?, address?, hours?, phone?, node?, point?)))();
        let (name, address, hours, phone, node, point) = form.give(all)?;
        access::may_do(work.actor, OFFICERS, node)?;
        let id: SiteId = work.id();
        work.about("site", id, node);
        let e6 = |degrees: f64| (degrees * 1e6).round() as i64;
        let (lon, lat) = (e6(point.lon()), e6(point.lat()));
        let by = work.actor.person;
        work.tx.run(sql::ADD_SITE, args![id, node, name, address, lon, lat, phone.text(), hours, work.now, by]).await?;
        Ok(id)
    }
}

fn place(house: &People, node: Option<Node>) -> Result<Node, &'static str> {
    let node = node.ok_or(no::MISSING)?;
    let division = house.places.get(node).ok_or(no::UNKNOWN_PLACE)?;
    if division.level >= Level::Street { Ok(node) } else { Err(no::STREET_NEEDED) }
}

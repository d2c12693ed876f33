//! Lists of staff, roles and tokens, for officers.

use super::facts::group;
use super::lists::territory;
use crate::access::{KEEPERS, TOKEN_ENDERS};
use crate::commands::review_by;
use crate::model::*;
use crate::people::People;
use crate::store::access::{self as sql, GrantRecord, TokenRecord};
use tb_db::{Arg, args};
use tb_kernel::{Actor, Node, Outcome, PersonId, Role};

/// Rows of one answer.
const ROWS_MAX: i64 = 500;

impl People {
    /// Staff whose place of work lies in the territory, by user name, after `after`.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn staff(&self, actor: &Actor, node: Option<Node>, after: &str) -> Outcome<Vec<StaffView>> {
        let mut tx = self.core.db.snapshot().await?;
        let mut accounts: Vec<(PersonId, String, Option<String>)> = Vec::new();
        for node in territory(actor, &auditing(KEEPERS), node, self.city)? {
            let (low, high) = node.range();
            let rows: Vec<(PersonId, String, Option<String>)> =
                tx.rows(sql::STAFF_LIST, args![low, high, after, ROWS_MAX]).await?;
            accounts.extend(rows);
        }
        let ids: Vec<PersonId> = accounts.iter().map(|(person, ..)| *person).collect();
        let names = self.display(&mut tx, &ids).await?;
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let grants: Vec<GrantRecord> = tx.rows_in(sql::GRANTS_OF, vec![], keys).await?;
        let mut grants = group(grants, |g| g.person);
        let rows = accounts.into_iter().filter_map(|(person, username, locked)| {
            let shown = names.iter().find(|shown| shown.id == person)?;
            let own = grants.remove(&person).unwrap_or_default();
            Some(StaffView {
                person,
                username,
                masked_name: shown.masked_name.clone(),
                node: shown.node,
                grants: own.iter().filter_map(|g| GrantView::of(g, &shown.masked_name)).collect(),
                locked,
            })
        });
        Ok(rows.collect())
    }

    /// Roles held or proposed in the territory.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn grants(&self, actor: &Actor, node: Option<Node>) -> Outcome<Vec<GrantView>> {
        let mut tx = self.core.db.snapshot().await?;
        let mut rows: Vec<GrantRecord> = Vec::new();
        for node in territory(actor, &auditing(KEEPERS), node, self.city)? {
            let (low, high) = node.range();
            rows.extend(tx.rows::<GrantRecord>(sql::GRANTS_IN, args![low, high, ROWS_MAX]).await?);
        }
        let ids: Vec<PersonId> = rows.iter().map(|g| g.person).collect();
        let names = self.display(&mut tx, &ids).await?;
        let name = |id: PersonId| names.iter().find(|shown| shown.id == id).map_or("", |shown| &shown.masked_name);
        Ok(rows.iter().filter_map(|g| GrantView::of(g, name(g.person))).collect())
    }

    /// Tokens of programs in the territory, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn tokens(&self, actor: &Actor, node: Option<Node>) -> Outcome<Vec<TokenView>> {
        let mut views = Vec::new();
        for node in territory(actor, &auditing(TOKEN_ENDERS), node, self.city)? {
            let (low, high) = node.range();
            let rows: Vec<TokenRecord> = self.core.db.read().rows(sql::TOKENS_IN, args![low, high, ROWS_MAX]).await?;
            views.extend(rows.into_iter().map(|t| TokenView {
                id: t.id,
                owner: t.owner,
                name: t.name,
                scopes: t.scopes.split(' ').map(str::to_owned).collect(),
                node: t.node,
                created_at: t.created_at,
                expires_at: t.expires_at,
                revoked: t.revoked_at.is_some(),
                used_at: t.used_at,
            }));
        }
        Ok(views)
    }
}

/// Auditors read what these may do.
fn auditing(roles: &[Role]) -> Vec<Role> {
    [roles, &[Role::Auditor]].concat()
}

impl GrantView {
    pub(crate) fn of(g: &GrantRecord, masked_name: &str) -> Option<GrantView> {
        let counts = g.state == GrantState::Active;
        Some(GrantView {
            id: g.id,
            person: g.person,
            masked_name: masked_name.to_owned(),
            role: Role::parse(&g.role)?,
            node: g.node,
            from: g.from_day,
            to: g.to_day,
            state: g.state,
            granted_by: g.granted_by,
            approval: g.approval,
            review_by: counts.then(|| review_by(g.confirmed_at, g.reviewed_at, g.from_day)),
        })
    }
}

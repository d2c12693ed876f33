//! `people.create-token`, `people.revoke-token`: tokens with which programs use the API. A token belongs to whoever made
//! it and never reaches further than that person's grants of the moment, cut to the token's place and scopes.

use super::session::active_grants;
use crate::access::{self, TOKEN_ENDERS, TOKEN_MAKERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::access::{self as sql, TokenRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, Fail, Identity, Node, Outcome, Refusal, Span, StaffGrant, TokenId};

/// Live tokens one person may have.
const TOKENS_MAX: usize = 20;
const SCOPES_MAX: usize = 20;
const SEEN_EVERY: Span = Span::seconds(60);

#[derive(Serialize)]
struct CreateToken {
    input: TokenInput,
}

#[derive(Serialize)]
struct RevokeToken {
    token: TokenId,
}

impl People {
    /// Makes a token for a program; its hash comes from the door, the token itself is shown there once.
    ///
    /// # Errors
    /// Field faults; `people.not-allowed`, `people.too-many-tokens`; `common.sign-in` without a staff session.
    pub async fn create_token(self: &Arc<Self>, actor: &Actor, key: &Key, input: TokenInput) -> Outcome<TokenId> {
        execute(self, &self.core, actor, key, CreateToken { input }).await
    }

    /// Ends a token: its owner, or a city officer or operator who covers its place.
    ///
    /// # Errors
    /// Not found.
    pub async fn revoke_token(self: &Arc<Self>, actor: &Actor, key: &Key, token: TokenId) -> Outcome<()> {
        execute(self, &self.core, actor, key, RevokeToken { token }).await
    }

    /// Which program sends this token; none: nobody known.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn actor_for_token(&self, token: &str) -> Outcome<Option<Actor>> {
        let now = self.core.now();
        let mut tx = self.core.db.read();
        let found: Option<TokenRecord> = tx.row(sql::TOKEN, args![TokenHash::of(token).0]).await?;
        let Some(token) = found.filter(|t| t.revoked_at.is_none() && t.expires_at > now) else { return Ok(None) };
        let grants = active_grants(&mut tx, token.owner, now.day()).await?;
        let grants: Vec<StaffGrant> = grants.into_iter().filter_map(|grant| narrowed(grant, token.node)).collect();
        let account: Option<sql::StaffRecord> = tx.row(sql::STAFF_BY_PERSON, args![token.owner]).await?;
        let locked = account.is_some_and(|account| account.locked_at.is_some());
        if grants.is_empty() || locked {
            return Ok(None);
        }
        if token.used_at.is_none_or(|used| now.since(used).0 >= SEEN_EVERY.0) {
            let mut tx = self.core.db.begin().await?;
            tx.run(sql::TOKEN_USED, args![token.id, now, now.minus(SEEN_EVERY)]).await?;
            tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))?;
        }
        Ok(Some(Actor {
            identity: Identity::Program(token.id),
            person: Some(token.owner),
            acting_for: None,
            channel: Channel::Api,
            grants,
            scopes: token.scopes.split(' ').map(str::to_owned).collect(),
            request: None,
        }))
    }
}

/// A grant cut to a place: the smaller of the two, if they meet.
fn narrowed(grant: StaffGrant, node: Node) -> Option<StaffGrant> {
    if grant.node.covers(node) { Some(StaffGrant { node, ..grant }) } else { node.covers(grant.node).then_some(grant) }
}

fn is_scope(text: &str) -> bool {
    let word =
        |w: &str| !w.is_empty() && w.len() <= 30 && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-');
    text.split_once(':').is_some_and(|(slice, verb)| word(slice) && word(verb))
}

impl Command for CreateToken {
    const NAME: &'static str = "people.create-token";
    type House = People;
    type Answer = TokenId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<TokenId> {
        let input = &self.input;
        // A program cannot make programs.
        let Identity::Staff(_) = work.actor.identity else { return Err(no::sign_in().into()) };
        let owner = work.actor.person.ok_or(no::sign_in())?;
        access::may_do(work.actor, TOKEN_MAKERS, input.node)?;
        let mut form = Form::new();
        let name = form.take("name", rules::text(&input.name, rules::SHORT_CHARS_MAX));
        let scoped = (1..=SCOPES_MAX).contains(&input.scopes.len()) && input.scopes.iter().all(|s| is_scope(s));
        form.must("scopes", scoped, no::SCOPE_FORM);
        form.must("days", (1..=365).contains(&input.days), no::TOKEN_DAYS);
        form.must("node", house.places.contains(input.node), no::UNKNOWN_PLACE);
        let name = form.give(name)?;
        let tokens: Vec<TokenRecord> = work.tx.rows(sql::TOKENS_OF, args![owner]).await?;
        let live = tokens.iter().filter(|t| t.revoked_at.is_none() && t.expires_at > work.now).count();
        if live >= TOKENS_MAX {
            return Err(no::too_many(no::TOO_MANY_TOKENS).into());
        }
        let id: TokenId = work.id();
        work.about("token", id, input.node);
        let expires = work.now.plus(Span::days(input.days));
        let args = args![input.token.0, id, owner, name, input.scopes.join(" "), input.node, work.now, expires];
        work.tx.run(sql::ADD_TOKEN, args).await?;
        Ok(id)
    }
}

impl Command for RevokeToken {
    const NAME: &'static str = "people.revoke-token";
    type House = People;
    type Answer = ();

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<TokenRecord> = work.tx.row(sql::TOKEN_BY_ID, args![self.token]).await?;
        let token = found.ok_or(Refusal::not_found())?;
        if work.actor.person != Some(token.owner) && !work.actor.may(TOKEN_ENDERS, token.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("token", token.id, token.node);
        work.tx.run(sql::REVOKE_TOKEN, args![token.id, work.now, work.actor.person]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_two_words() {
        assert!(is_scope("orders:read") && is_scope("people:read_masked"));
        for wrong in ["", "orders", "orders:", ":read", "Orders:read", "a:b:c", "orders: read"] {
            assert!(!is_scope(wrong), "{wrong}");
        }
    }
}

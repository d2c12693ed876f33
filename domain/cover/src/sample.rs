//! The insurances a made-up city has: for the simulator, demonstrations and tests, through the real commands.

use crate::commands::{DecideCover, NewCover, ProposeCover};
use crate::house::Cover;
use std::sync::Arc;
use tb_journal::Key;
use tb_kernel::{Actor, Node, Outcome};
use tb_policy::{CoverKind, Payer};

/// Every kind of insurance a node has not yet, from a year ago for the next five years, by these two officers.
///
/// # Errors
/// The commands' refusals.
pub async fn insure(cover: &Arc<Cover>, maker: &Actor, checker: &Actor, node: Node) -> Outcome<()> {
    let today = cover.core.now().day();
    let there = crate::in_force::in_force(&mut cover.core.db.read(), today).await?;
    for kind in CoverKind::ALL.iter().copied().filter(|kind| !there.has(*kind, node)) {
        let new = NewCover {
            node,
            kind,
            insurer: "示范财产保险公司".into(),
            number: format!("SF-{}-{}", node, kind.code()),
            from: today.plus_years(-1),
            to: today.plus_years(5),
            payer: Payer::District,
            sum_fen: 20_000_000,
            hotline: "95500".into(),
        };
        let key = |word: &str| Key::internal(format!("sample-cover:{word}:{node}:{}", kind.code()));
        let propose = ProposeCover { cover: new, reason: "年度投保".into() };
        let approval = cover.run(maker, &key("propose"), propose).await?;
        cover.run(checker, &key("decide"), DecideCover { approval, approve: true, reason: "同意".into() }).await?;
    }
    Ok(())
}

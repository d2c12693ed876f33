//! Pages for anyone: where to go, what is promised, how not to be cheated, is this paper real.

mod certificate;
mod papers;
mod sites;
mod verify;
mod welcome;

pub(crate) use sites::tiles;
pub(crate) use welcome::welcome;

use crate::{public, public_form};
use tb_frame::Faces;
use tb_http::{Cache, Doors};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(public("/sites", "public.sites"), sites::list)
        .add(public("/sites/{id}", "public.site"), sites::one)
        .add(public("/fraud", "public.fraud"), papers::fraud)
        .add(public("/privacy", "public.privacy"), papers::privacy)
        .add(public("/promise", "public.promise"), papers::promise)
        .add(public("/robots.txt", "public.robots").cache(Cache::Seconds(86_400)), papers::robots)
        .add(public("/verify", "public.verify"), verify::show)
        .add(public_form("/verify", "public.verify"), verify::check)
        .add(public_form("/verify/certificate", "public.verify-certificate"), certificate::find)
        .add(public("/verify/{number}", "public.verify-certificate"), certificate::show)
}

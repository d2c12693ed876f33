//! 我的证明: the volunteer's record in its five blocks, certificates of it, and asking for a correction. A clerk who acts
//! for somebody at the desk uses the same pages.

mod certificate;
mod correct;
mod show;

use crate::{own, own_form};
use tb_frame::Faces;
use tb_http::{Doors, Limit};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/me/record", "page.record"), show::show)
        .add(own("/me/record/certificate", "page.certificate-new"), certificate::ask)
        .add(own_form("/me/record/certificate", "recognition.issue"), certificate::issue)
        .add(own("/me/certificates/{id}", "page.certificate"), certificate::show)
        .add(own("/me/certificates/{id}/pdf", "page.certificate-pdf").limit(Limit::Heavy), certificate::paper)
        .add(own_form("/me/certificates/{id}/shown", "recognition.set-shown"), certificate::shown)
        .add(own("/me/record/corrections", "page.corrections"), correct::list)
        .add(own("/me/record/correct", "page.correct"), correct::ask)
        .add(own_form("/me/record/correct", "recognition.ask-correction"), correct::send)
}

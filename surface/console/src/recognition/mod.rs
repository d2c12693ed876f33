//! Records, certificates, corrections and awards at the desk.

mod corrections;
mod person;
mod register;

use crate::{read, roles, write};
use tb_frame::Faces;
use tb_http::Doors;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/certificates", "recognition.register", roles::LOOK), register::list)
        .add(read("/console/certificates/{id}", "recognition.certificate", roles::LOOK), register::show)
        .add(
            write("/console/certificates/{id}/revoke", "recognition.propose-revocation", roles::DECIDE),
            register::revoke,
        )
        .add(read("/console/corrections", "recognition.corrections", roles::LOOK), corrections::list)
        .add(read("/console/corrections/{id}", "recognition.correction", roles::LOOK), corrections::show)
        .add(write("/console/corrections/{id}", "recognition.decide-correction", roles::DECIDE), corrections::decide)
        .add(read("/console/people/{id}/record", "recognition.record", roles::LOOK), person::show)
        .add(write("/console/people/{id}/awards", "recognition.record-award", roles::DECIDE), person::award)
        .add(write("/console/people/{id}/awards/{award}", "recognition.strike-award", roles::DECIDE), person::strike)
}

//! What only elders have: assessments of ability; and finding persons by identity for other registers of the house.

use tb_kernel::{Day, Instant, Node, PersonId};
use uuid::Uuid;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct AssessmentRecord {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) level: String,
    pub(crate) assessed_on: Day,
    pub(crate) valid_until: Day,
    pub(crate) assessor: Vec<u8>,
    pub(crate) imported: bool,
    pub(crate) entered_at: Instant,
    pub(crate) withdrawn_at: Option<Instant>,
}

macro_rules! assessments {
    ($rest:literal) => {
        concat!(
            "select id, person, level, assessed_on, valid_until, assessor, imported, entered_at, withdrawn_at
             from assessment where ",
            $rest
        )
    };
}
pub(crate) const ADD_ASSESSMENT: &str = "insert into assessment (id, person, level, assessed_on, valid_until, assessor,
    imported, entered_at, entered_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub(crate) const ASSESSMENT_HELD: &str = assessments!("id = $1 {lock}");
pub(crate) const ASSESSMENTS_OF: &str = assessments!("person = $1 order by assessed_on desc, entered_at desc, id desc");
/// Oldest first: the last one of a person counts.
pub(crate) const ASSESSMENTS: &str =
    assessments!("withdrawn_at is null and person {in} order by assessed_on, entered_at, id");
pub(crate) const WITHDRAWN: &str =
    "update assessment set withdrawn_at = $2, withdrawn_by = $3, reason = $4 where id = $1";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownRecord {
    pub(crate) id_index: Vec<u8>,
    pub(crate) id: PersonId,
    pub(crate) node: Node,
    pub(crate) name_index: Vec<u8>,
    pub(crate) elder: i64,
}
pub(crate) const KNOWN: &str = "select p.id_index, p.id, p.node, p.name_index, cast((select count(*) from enrolment e
    where e.person = p.id and e.kind = 'elder' and e.state in ('registered', 'active', 'suspended')) as bigint) as elder
    from person p where p.id_index {in}";
pub(crate) const IDENTITY_OF: &str = "select id_index from person where id = $1";
/// $1, $2: after this person, rows.
pub(crate) const ELDERS_AFTER: &str = "select person from enrolment where kind = 'elder' and state = 'active'
    and person > $1 order by person limit $2";

#[cfg(test)]
pub(crate) const ALL: &[&str] =
    &[ADD_ASSESSMENT, ASSESSMENT_HELD, ASSESSMENTS_OF, ASSESSMENTS, WITHDRAWN, KNOWN, IDENTITY_OF, ELDERS_AFTER];

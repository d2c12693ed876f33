//! All loaded policy sets, and the two questions asked of them: which rules are in force here today, and which rules
//! was this made under. A set that contradicts itself does not come in.

use crate::check::{Finding, Severity, check};
use crate::load;
use crate::model::{PolicySet, Version, VersionId};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use tb_kernel::{Day, Kind, Node, Refusal};

/// Why a policy could not be read or found.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("{file}: {message}")]
    Text { file: String, message: String },
    #[error("the file {0} is missing")]
    Missing(String),
    #[error("no policy set covers {0}")]
    NoCity(Node),
    #[error("no version of {city} is in force on {day}")]
    NoVersion { city: Node, day: Day },
    #[error("no version is called {0}")]
    UnknownVersion(VersionId),
    #[error("{what} {name} is there twice")]
    Twice { what: &'static str, name: String },
    #[error("version {0} is in use with another text; a change needs a new version")]
    Changed(VersionId),
    #[error("the set of {slug} contradicts itself: {}", .findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Incoherent { slug: String, findings: Vec<Finding> },
}

impl From<PolicyError> for Refusal {
    fn from(error: PolicyError) -> Refusal {
        match error {
            PolicyError::NoCity(node) => Refusal::new(Kind::Rule, "policy.no-city").with("node", node),
            PolicyError::NoVersion { city, day } => {
                Refusal::new(Kind::Rule, "policy.no-version").with("city", city).with("day", day)
            }
            PolicyError::UnknownVersion(id) => {
                Refusal::new(Kind::NotFound, "policy.unknown-version").with("version", id)
            }
            other => Refusal::new(Kind::Rule, "policy.unreadable").with("detail", other),
        }
    }
}

/// All policy sets of an installation. Cheap to share: keep one `Arc<PolicyBook>`.
#[derive(Clone, Debug, Default)]
pub struct PolicyBook {
    sets: BTreeMap<Node, PolicySet>,
    versions: BTreeMap<VersionId, Arc<Version>>,
}

impl PolicyBook {
    pub fn empty() -> PolicyBook {
        PolicyBook::default()
    }
    /// The four city sets that the program carries. Read once a process; later calls copy what was read.
    pub fn builtin() -> Result<PolicyBook, PolicyError> {
        static BUILTIN: OnceLock<PolicyBook> = OnceLock::new();
        if let Some(book) = BUILTIN.get() {
            return Ok(book.clone());
        }
        let mut book = PolicyBook::empty();
        for set in load::builtin()? {
            book.add(set)?;
        }
        Ok(BUILTIN.get_or_init(|| book).clone())
    }
    /// Takes a set in, after checking it. Errors: a finding of severity error, a city or a version id already there.
    pub fn add(&mut self, set: PolicySet) -> Result<(), PolicyError> {
        if self.sets.contains_key(&set.city) {
            return Err(PolicyError::Twice { what: "city", name: set.city.to_string() });
        }
        if let Some(known) = set.versions.iter().find(|version| self.versions.contains_key(&version.id)) {
            return Err(PolicyError::Twice { what: "version", name: known.id.to_string() });
        }
        self.take_in(set)
    }
    /// Takes a set in, in place of the one its city had (an operator's folder goes before what the program carries).
    /// Versions the new set no longer has can still be found by id, because orders may name them. Errors: as
    /// [`PolicyBook::add`]; and a version whose text is not what it was. The book stays as it was on error.
    pub fn replace(&mut self, set: PolicySet) -> Result<(), PolicyError> {
        for version in &set.versions {
            match self.versions.get(&version.id) {
                Some(known) if known.city != set.city => {
                    return Err(PolicyError::Twice { what: "version", name: known.id.to_string() });
                }
                Some(known) if known.digest != version.digest => {
                    return Err(PolicyError::Changed(known.id.clone()));
                }
                _ => {}
            }
        }
        self.take_in(set)
    }
    fn take_in(&mut self, set: PolicySet) -> Result<(), PolicyError> {
        let findings: Vec<Finding> =
            check(&set).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        if !findings.is_empty() {
            return Err(PolicyError::Incoherent { slug: set.slug, findings });
        }
        self.versions.extend(set.versions.iter().map(|version| (version.id.clone(), Arc::clone(version))));
        self.sets.insert(set.city, set);
        Ok(())
    }
    /// The rules in force at a place (the city's node or any node below it) on a day.
    pub fn at(&self, node: Node, day: Day) -> Result<Arc<Version>, PolicyError> {
        let set = self.set(node)?;
        set.at(day).cloned().ok_or(PolicyError::NoVersion { city: set.city, day })
    }
    /// The rules something was made under.
    pub fn version(&self, id: &VersionId) -> Result<Arc<Version>, PolicyError> {
        self.versions.get(id).cloned().ok_or_else(|| PolicyError::UnknownVersion(id.clone()))
    }
    /// The set of the city that covers `node`.
    pub fn set(&self, node: Node) -> Result<&PolicySet, PolicyError> {
        self.sets.values().find(|set| set.city.covers(node)).ok_or(PolicyError::NoCity(node))
    }
    /// The set with this short name, e.g. `nanjing`.
    pub fn by_slug(&self, slug: &str) -> Option<&PolicySet> {
        self.sets.values().find(|set| set.slug == slug)
    }
    pub fn sets(&self) -> impl Iterator<Item = &PolicySet> {
        self.sets.values()
    }
}

//! A place in the territory: the official 12-digit division code. The tree is in the digits themselves
//! (`PP CC DD SSS CCC`: province, city, district, street or town, community or village), so a subtree is a range
//! of numbers and every query can be cut to a territory with `node between low and high`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How far down a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    City,
    District,
    Street,
    Community,
}

impl Level {
    /// The size of the range of codes below a node of this level.
    const fn width(self) -> i64 {
        match self {
            Level::Province => 10_000_000_000,
            Level::City => 100_000_000,
            Level::District => 1_000_000,
            Level::Street => 1_000,
            Level::Community => 1,
        }
    }
}

/// A 12-digit division code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Node(pub i64);

impl Node {
    /// Parses exactly twelve digits.
    pub fn parse(text: &str) -> Option<Node> {
        (text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok().map(Node))?
    }
    pub fn level(self) -> Level {
        [Level::Province, Level::City, Level::District, Level::Street]
            .into_iter()
            .find(|level| self.0 % level.width() == 0)
            .unwrap_or(Level::Community)
    }
    /// The ancestor at `level`, or the node itself if it is at or above it.
    pub fn at(self, level: Level) -> Node {
        Node(self.0 - self.0 % level.width().max(self.level().width()))
    }
    pub fn parent(self) -> Option<Node> {
        match self.level() {
            Level::Province => None,
            Level::City => Some(self.at(Level::Province)),
            Level::District => Some(self.at(Level::City)),
            Level::Street => Some(self.at(Level::District)),
            Level::Community => Some(self.at(Level::Street)),
        }
    }
    /// Lowest and highest code of the subtree, both inclusive: for `node between $1 and $2`.
    pub fn range(self) -> (Node, Node) {
        (self, Node(self.0 + self.level().width() - 1))
    }
    /// True when `other` is this node or stands below it.
    pub fn covers(self, other: Node) -> bool {
        let (low, high) = self.range();
        (low..=high).contains(&other)
    }
}
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        Node::parse(&text).ok_or_else(|| serde::de::Error::custom("not a 12-digit division code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_in_the_digits() {
        let community = Node::parse("320102001003").unwrap();
        assert_eq!(community.level(), Level::Community);
        assert_eq!(community.at(Level::Street), Node(320_102_001_000));
        assert_eq!(community.at(Level::District), Node(320_102_000_000));
        assert_eq!(community.at(Level::City), Node(320_100_000_000));
        assert_eq!(Node(320_100_000_000).level(), Level::City);
        assert_eq!(Node(320_102_000_000).parent(), Some(Node(320_100_000_000)));
        assert!(Node(320_102_000_000).covers(community));
        assert!(!Node(320_104_000_000).covers(community));
        assert!(!community.covers(Node(320_102_001_000)));
        assert_eq!(Node(320_102_001_000).at(Level::Community), Node(320_102_001_000));
    }

    #[test]
    fn a_code_is_twelve_digits() {
        for wrong in ["", "3201", "32010200100a", "3201020010031", "-20102001003"] {
            assert_eq!(Node::parse(wrong), None, "{wrong}");
        }
    }
}

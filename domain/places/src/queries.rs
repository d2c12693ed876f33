//! The division tree of one city and the questions asked of it. Read once from the embedded file; a line carries the
//! code without the city's four digits, a tab and the name, and its code's length tells the level (0 city, 2 district,
//! 5 street, 8 community). Kept as one sorted list: a subtree is a range of codes, so no pointers are needed and every
//! answer comes in code order.

use crate::centres;
use crate::model::{City, Division, Point};
use crate::refusals;
use std::sync::{Arc, OnceLock};
use tb_kernel::{Level, Node, Refusal};

/// The divisions of one city. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Places {
    city: City,
    all: Arc<[Division]>,
}

impl Places {
    /// The tree of `city` as embedded in the program. Read at the first call, shared afterwards.
    pub fn embedded(city: City) -> Places {
        static READ: [OnceLock<Arc<[Division]>>; 4] = [const { OnceLock::new() }; 4];
        let all = READ[city as usize].get_or_init(|| {
            read(city, text(city)).expect("the embedded files are generated, and a test reads every line").into()
        });
        Places { city, all: Arc::clone(all) }
    }
    pub fn city(&self) -> City {
        self.city
    }
    /// The city itself.
    pub fn root(&self) -> &Division {
        &self.all[0]
    }
    /// Every division of the city, the city first, in code order.
    pub fn all(&self) -> &[Division] {
        &self.all
    }
    pub fn get(&self, node: Node) -> Option<&Division> {
        self.all.binary_search_by_key(&node, |division| division.node).ok().map(|at| &self.all[at])
    }
    /// True when `node` is a division of this city today.
    pub fn contains(&self, node: Node) -> bool {
        self.get(node).is_some()
    }
    /// The node and everything below it, in code order; empty when the node is not of this city.
    pub fn subtree(&self, node: Node) -> &[Division] {
        let (low, high) = node.range();
        let start = self.all.partition_point(|division| division.node < low);
        let end = self.all.partition_point(|division| division.node <= high);
        &self.all[start..end]
    }
    /// One level down, in code order.
    pub fn children(&self, node: Node) -> Vec<&Division> {
        self.subtree(node).iter().filter(|division| division.node.parent() == Some(node)).collect()
    }
    /// All divisions of one level at or below `node`, in code order.
    pub fn below(&self, node: Node, level: Level) -> Vec<&Division> {
        self.subtree(node).iter().filter(|division| division.level == level).collect()
    }
    /// From the city down to the node: what of it is known.
    pub fn path(&self, node: Node) -> Vec<&Division> {
        let mut path: Vec<&Division> = Vec::new();
        for level in [Level::City, Level::District, Level::Street, Level::Community] {
            let known = self.get(node.at(level));
            path.extend(known.filter(|division| path.last().is_none_or(|above| above.node != division.node)));
        }
        path
    }
    /// Names from the city down: `南京市`, `玄武区`, `梅园新村街道`, …
    pub fn path_names(&self, node: Node) -> Vec<&'static str> {
        self.path(node).into_iter().map(|division| division.name).collect()
    }
    /// The name alone; the code itself where the node is not known (an old or foreign code still shows as something).
    pub fn name(&self, node: Node) -> String {
        self.get(node).map_or_else(|| node.to_string(), |division| division.name.to_owned())
    }
    /// The whole name as it is written in an address, `南京市玄武区梅园新村街道`; what is not known shows as its code.
    pub fn full_name(&self, node: Node) -> String {
        let known = self.path_names(node).concat();
        if self.contains(node) { known } else { format!("{known}{node}") }
    }
    /// Divisions whose code begins with `text` (digits), or whose name begins with it, or holds it: in this order,
    /// the higher levels first, at most `limit`. Several words narrow the search: all but the last must each stand in the
    /// name of something above (`鼓楼 宁海`).
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Division> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let Some(wanted) = words.pop() else { return Vec::new() };
        let mut found: Vec<(bool, &Division)> = self
            .all
            .iter()
            .filter_map(|division| Some((!begins(division, wanted)?, division)))
            .filter(|(_, division)| self.stands_below(division, &words))
            .collect();
        found.sort_by_key(|(inside, division)| (*inside, division.level, division.node));
        found.into_iter().map(|(_, division)| division).take(limit).collect()
    }
    fn stands_below(&self, division: &Division, words: &[&str]) -> bool {
        let above = self.path(division.node);
        words.iter().all(|word| above.iter().any(|a| a.node != division.node && a.name.contains(word)))
    }
    /// A division as a form gives it: known here, and of one of `levels`.
    ///
    /// # Errors
    /// `places.unknown-division` or `places.wrong-level` at `field`.
    pub fn chosen(&self, field: &'static str, text: &str, levels: &[Level]) -> Result<&Division, Refusal> {
        let division = Node::parse(text.trim()).and_then(|node| self.get(node));
        let division = division.ok_or_else(|| refusals::unknown_division(field))?;
        if levels.contains(&division.level) { Ok(division) } else { Err(refusals::wrong_level(field)) }
    }
    /// Roughly where a division is, for centring maps and placing the demo's people; see [`crate::centres`] for how
    /// rough. `None` when the node is not of this city.
    pub fn centre_of(&self, node: Node) -> Option<Point> {
        self.city.node().covers(node).then(|| centres::centre_of(node))?
    }
}

/// How `division` answers to `wanted`: `Some(true)` begins with it, `Some(false)` holds it, `None` neither.
fn begins(division: &Division, wanted: &str) -> Option<bool> {
    if wanted.bytes().all(|b| b.is_ascii_digit()) && division.node.to_string().starts_with(wanted) {
        return Some(true);
    }
    division.name.find(wanted).map(|at| at == 0)
}

const fn text(city: City) -> &'static str {
    match city {
        City::Nanjing => include_str!("../data/nanjing.tsv"),
        City::Beijing => include_str!("../data/beijing.tsv"),
        City::Qingdao => include_str!("../data/qingdao.tsv"),
        City::Wuhan => include_str!("../data/wuhan.tsv"),
    }
}

/// Reads one file; says which line is wrong and why: level and code agree, codes ascend, every parent is there.
fn read(city: City, text: &'static str) -> Result<Vec<Division>, String> {
    let mut all: Vec<Division> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let wrong = |why: &str| format!("{city}: {why}: {line}");
        let (code, name) = line.split_once('\t').ok_or_else(|| wrong("no tab"))?;
        let level = match code.len() {
            0 => Level::City,
            2 => Level::District,
            5 => Level::Street,
            8 => Level::Community,
            _ => return Err(wrong("a code of no level")),
        };
        let below: i64 = format!("{code:0<8}").parse().map_err(|_| wrong("not digits"))?;
        let node = Node(city.node().0 + below);
        if node.level() != level || name.is_empty() {
            return Err(wrong("code and level disagree, or no name"));
        }
        if all.last().is_some_and(|before| before.node >= node) {
            return Err(wrong("not in order"));
        }
        let parent = node.parent().filter(|_| level != Level::City);
        if parent.is_some_and(|parent| all.binary_search_by_key(&parent, |d| d.node).is_err()) {
            return Err(wrong("its parent is missing"));
        }
        all.push(Division { node, name, level });
    }
    if all.first().is_some_and(|first| first.level == Level::City) { Ok(all) } else { Err(format!("{city}: no city")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_is_named_by_its_line() {
        let good = "# head\n\t南京市\n02\t玄武区\n02002\t梅园新村街道\n";
        assert_eq!(read(City::Nanjing, good).unwrap().len(), 3);
        for (bad, why) in [
            ("\t南京市\n02002\t梅园新村街道\n", "parent"),
            ("\t南京市\n04\t秦淮区\n02\t玄武区\n", "order"),
            ("\t南京市\n020\t玄武区\n", "level"),
            ("\t南京市\n00\t玄武区\n", "level"),
            ("\t南京市\n02\t\n", "name"),
            ("\t南京市\nab\t玄武区\n", "digits"),
            ("\t南京市\n02 玄武区\n", "tab"),
            ("", "no city"),
        ] {
            let told = read(City::Nanjing, bad).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
    }
}

//! A grid over the earth, so that "near here" is an indexed lookup of a few whole numbers on both databases. Cells
//! are H3 at resolution 7: about 5 km² and 1.2 km from the middle to a corner. Coarse on purpose: one cell holds tens
//! of thousands of people in a city, so a cell kept in the clear beside a sealed address gives no home away, and a
//! search for some kilometres asks for tens of cells. Exact distances are worked out afterwards, on the few rows found.
//!
//! A cell is kept as `i64` (H3's highest bit is never set). The resolution must not change once cells are stored.

use crate::model::Point;
use h3o::{CellIndex, LatLng, Resolution};

/// The H3 resolution of every cell of the product.
pub const CELL_RESOLUTION: u8 = 7;
/// The widest disk that may be asked for, in rings (817 cells, some 20 km).
pub const DISK_RINGS_MAX: u32 = 16;

const RESOLUTION: Resolution = Resolution::Seven;
/// The cells of [`roughly`]: about 0.1 km².
const ROUGH: Resolution = Resolution::Nine;
const _: () = assert!(RESOLUTION as u8 == CELL_RESOLUTION);
/// No side of a cell is shorter than this, metres (the mean is 1,406; the rest is the grid's distortion).
const SIDE_MIN_M: f64 = 900.0;

/// The cell a point lies in.
pub fn cell(point: Point) -> i64 {
    let position = LatLng::new(point.lat(), point.lon()).expect("a Point holds finite degrees in range");
    u64::from(position.to_cell(RESOLUTION)).cast_signed()
}

/// About where `point` is, for those who may not know the door: the middle of a small cell (sides of some 200 metres) that
/// is the same for everybody who lives in it. A distance to it can be asked for from as many places as one likes and
/// never gives more away than the cell.
pub fn roughly(point: Point) -> Point {
    let position = LatLng::new(point.lat(), point.lon()).expect("a Point holds finite degrees in range");
    let middle = LatLng::from(position.to_cell(ROUGH));
    Point::new(middle.lng(), middle.lat()).unwrap_or(point)
}

/// The cell and all cells at most `rings` steps away, ascending; `rings` is cut to [`DISK_RINGS_MAX`]. Empty when
/// `cell` is no cell of ours.
pub fn disk(cell: i64, rings: u32) -> Vec<i64> {
    let Some(centre) = read(cell) else { return Vec::new() };
    sorted(centre.grid_disk(rings.min(DISK_RINGS_MAX)))
}

/// The cells exactly `rings` steps away, ascending; `rings` is cut to [`DISK_RINGS_MAX`]. Empty when `cell` is no
/// cell of ours.
pub fn ring(cell: i64, rings: u32) -> Vec<i64> {
    let Some(centre) = read(cell) else { return Vec::new() };
    sorted(centre.grid_ring(rings.min(DISK_RINGS_MAX)))
}

/// How many rings a disk needs so that nothing within `radius_m` metres of any point of its middle cell is missed.
/// `None` when that is more than [`DISK_RINGS_MAX`] (or no radius at all): then the search is not one for cells.
///
/// In the worst direction (over a corner) each further ring adds one and a half sides, and the first one loses half
/// a side to the corner: `rings` reach at least `1.5 · (rings + 1) − 2` sides.
pub fn rings_for(radius_m: f64) -> Option<u32> {
    if !radius_m.is_finite() || radius_m < 0.0 {
        return None;
    }
    (1..=DISK_RINGS_MAX).find(|rings| (1.5 * f64::from(rings + 1) - 2.0) * SIDE_MIN_M >= radius_m)
}

fn read(cell: i64) -> Option<CellIndex> {
    let index = CellIndex::try_from(cell.cast_unsigned()).ok()?;
    (index.resolution() == RESOLUTION).then_some(index)
}

fn sorted(cells: Vec<CellIndex>) -> Vec<i64> {
    let mut cells: Vec<i64> = cells.into_iter().map(|index| u64::from(index).cast_signed()).collect();
    cells.sort_unstable();
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_stays_where_it_is() {
        // A stored cell must mean the same place for ever.
        let here = Point::new(118.797, 32.049).unwrap();
        assert_eq!(cell(here), 608_840_345_693_716_479);
        assert_eq!(format!("{:x}", cell(here)), "873091191ffffff");
    }

    #[test]
    fn roughly_is_one_place_for_a_whole_block_and_not_far() {
        let door = Point::new(118.797, 32.049).unwrap();
        let rough = roughly(door);
        assert_eq!(roughly(rough), rough);
        let metres = crate::distance_m(door, rough);
        assert!((1.0..250.0).contains(&metres), "{metres}");
        // Of a hundred doors around the middle, each gives the same answer and none its own.
        for n in 0..100 {
            let (east, north) = (f64::from(n % 10 - 5) * 0.0001, f64::from(n / 10 - 5) * 0.0001);
            let neighbour = Point::new(rough.lon() + east, rough.lat() + north).unwrap();
            assert_eq!(roughly(neighbour), rough);
        }
    }

    #[test]
    fn what_is_no_cell_has_no_neighbours() {
        for wrong in [0, -1, i64::MAX, 42] {
            assert!(disk(wrong, 1).is_empty());
            assert!(ring(wrong, 1).is_empty());
        }
    }

    #[test]
    fn a_wider_radius_needs_more_rings_until_it_is_no_search_for_cells() {
        assert_eq!(rings_for(0.0), Some(1));
        assert_eq!(rings_for(3_000.0), Some(3));
        assert_eq!(rings_for(5_000.0), Some(5));
        assert_eq!(rings_for(1_000_000.0), None);
        assert_eq!(rings_for(f64::NAN), None);
        assert_eq!(rings_for(-1.0), None);
    }
}

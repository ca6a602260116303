//! A supplementary draw beside the draw that it supplements.

use super::context::request_slots;
use super::{Check, Course, Options, findings};
use crate::bundle::Bundle;
use crate::pick::Seat;

/// Same project and lot, a later attempt, and exactly the seats that stayed empty, slot by slot.
pub fn compare(
    bundle: &Bundle,
    course: &Course<'_>,
    is_judged: bool,
    file: &[u8],
    options: Options<'_>,
) -> Result<(), Check> {
    let parent = Bundle::parse(file).map_err(|_| Check::Parent)?;
    let checked = findings(&parent, Options { parent: None, gates: false, ..options });
    let Some((findings, _)) = checked.ok().filter(|(_, judged)| *judged == is_judged) else {
        return Err(Check::Parent);
    };
    let parent_course = Course::of(&parent).map_err(|_| Check::Parent)?;
    let parent_slots = super::slots(&parent).ok_or(Check::Parent)?;
    let (open, before) = (&course.open.statement, &parent_course.open.statement);
    let named = open.hash("parent") == before.hash("draw")
        && open.value("authority") == before.value("authority")
        && open.number("attempt") > before.number("attempt")
        && ["project", "lot"].iter().all(|key| bundle.request.value(key) == parent.request.value(key));
    let filed = (request_slots(&bundle.request), request_slots(&parent.request));
    let (Some(mine), Some(theirs)) = filed else { return Err(Check::Parent) };
    let mut short = vec![0u8; theirs.len()];
    for (seat, place) in findings.seats.iter().enumerate() {
        short[parent_slots.slot_of_seat(seat)] += u8::from(!matches!(place, Seat::Taken(_)));
    }
    let wanted: Vec<(&str, u8)> = theirs
        .iter()
        .zip(short)
        .filter(|(_, short)| *short > 0)
        .map(|((specialty, _, _), short)| (specialty.as_str(), short))
        .collect();
    let supplements = mine.iter().map(|(specialty, quota, _)| (specialty.as_str(), *quota)).eq(wanted);
    if named && supplements && parent_course.cancel.is_none() { Ok(()) } else { Err(Check::Parent) }
}

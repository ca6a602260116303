//! What a list is narrowed to.

use jiff::civil::Date;
use rules::area::Area;
use rules::expert::SpecialtyCode;
use rules::expert::due::Due;
use rules::expert::model::{Library, State};
use rules::wording::{Refusal, WordError, Worded as _};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{ApiError, FieldError, Say};

/// A parsed filter, already cut to what the reader may see. It is also the key under which counts are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter {
    pub area: Area,
    pub specialty: Option<SpecialtyCode>,
    /// Codes of older editions that go on in that branch.
    pub former: Vec<SpecialtyCode>,
    pub state: Option<State>,
    pub library: Option<Library>,
    pub due: Option<Due>,
    /// The day on which leave and suspension are judged.
    pub today: Date,
}

/// The filter as a request has it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
pub struct FilterQuery {
    /// A specialty code of any level; everything below it is meant too, and what older editions had in its place.
    pub specialty: Option<String>,
    /// Six digits of a city, or of the province.
    pub area: Option<String>,
    /// `draft`, `active`, `on_leave`, `suspended` or `exited`, as of today.
    pub state: Option<String>,
    /// `evaluation` or `review`.
    pub library: Option<String>,
    /// `term_ending` or `confirmation_missing`, of active experts.
    pub due: Option<String>,
}

impl FilterQuery {
    /// The filter for a reader of `sight`; none when the area asked for lies outside.
    pub fn read(&self, sight: Area, today: Date) -> Result<Option<Filter>, ApiError> {
        let mut wrong = Vec::new();
        let specialty = parse("specialty", self.specialty.as_deref(), SpecialtyCode::read, &mut wrong);
        let asked = parse("area", self.area.as_deref(), Area::read, &mut wrong);
        let state = parse("state", self.state.as_deref(), State::read, &mut wrong);
        let library = parse("library", self.library.as_deref(), Library::read, &mut wrong);
        let due = parse("due", self.due.as_deref(), Due::read, &mut wrong);
        if !wrong.is_empty() {
            return Err(ApiError::fields("expert.filter", wrong));
        }
        let area = match asked {
            Some(area) if sight.covers(area) => area,
            Some(area) if !area.covers(sight) => return Ok(None),
            _ => sight,
        };
        Ok(Some(Filter { area, specialty, former: Vec::new(), state, library, due, today }))
    }
}

impl Filter {
    /// The same without the specialty.
    pub fn without_specialty(&self) -> Self {
        Self { specialty: None, former: Vec::new(), ..self.clone() }
    }

    /// The specialty alone, over everything that the area sees.
    pub fn specialty_alone(&self) -> Self {
        Self { area: self.area.province(), state: None, due: None, ..self.clone() }
    }

    /// Whether files without a number can match: all others were admitted.
    pub const fn meets_drafts(&self) -> bool {
        self.due.is_none() && !matches!(self.state, Some(State::Active | State::OnLeave | State::Suspended))
    }
}

fn parse<T, E>(
    field: &str,
    text: Option<&str>,
    read: fn(&str) -> Result<T, E>,
    wrong: &mut Vec<FieldError>,
) -> Option<T>
where
    Refusal: From<E>,
{
    let text = text.filter(|text| !text.trim().is_empty())?;
    match read(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let refusal = Refusal::from(error);
            wrong.push(FieldError { field: field.to_owned(), message: Say::new(refusal.zh, refusal.en) });
            None
        }
    }
}

/// A word of a closed list beside its field.
pub fn word_field(field: &str, error: &WordError) -> FieldError {
    FieldError { field: field.to_owned(), message: Say::new(error.zh(), error.en()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_more_by_asking_for_it() {
        let area = |code: &str| code.parse::<Area>().expect("a code");
        let today = jiff::civil::date(2026, 12, 7);
        let read = |asked: &str, sight: &str| {
            let query = FilterQuery { area: Some(asked.to_owned()), ..FilterQuery::default() };
            query.read(area(sight), today).expect("no fault").map(|filter| filter.area.to_string())
        };
        assert_eq!(read("430100", "430000").as_deref(), Some("430100"));
        assert_eq!(read("430100", "430100").as_deref(), Some("430100"));
        assert_eq!(read("430000", "430100").as_deref(), Some("430100"));
        assert_eq!(read("430200", "430100"), None);
        assert_eq!(read("420000", "430000"), None);
    }

    #[test]
    fn every_wrong_word_is_told_beside_its_field() {
        let wrong = |text: &str| Some(text.to_owned());
        let query = FilterQuery {
            specialty: wrong("D9"),
            area: wrong("长沙城"),
            state: wrong("睡觉"),
            library: wrong("图书馆"),
            due: wrong("明天"),
        };
        let error = query.read(Area::HUNAN, jiff::civil::date(2026, 12, 7)).expect_err("five faults");
        let fields: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["specialty", "area", "state", "library", "due"]);
    }
}

//! From the bytes of a file to typed rows. Everything here is computing: it runs on a thread of its own.

use std::ops::ControlFlow;

use rules::import::{Cell, CellError, Heading, Kind, Row};
use rules::wording::Worded as _;

use super::refusal::{Detail, FileFault, FileRefusal};
use crate::sheet::{COLUMNS_MAX, Line, Sheet, write};

/// A file, read.
pub struct Parsed<R> {
    pub heading: Heading,
    /// Rows with their numbers, in the file's order.
    pub rows: Vec<(u32, Result<R, Vec<CellError>>)>,
}

/// Reads a file; `told` hears how many rows are read and about how many there are.
pub fn parse<R: Row>(bytes: &[u8], told: &dyn Fn(u32, u32)) -> Result<Parsed<R>, FileRefusal> {
    let sheet = Sheet::open(bytes)?;
    let mut heading: Option<Result<Columns, FileRefusal>> = None;
    let mut rows = Vec::new();
    sheet.read(|line| match &heading {
        None => {
            let columns = Columns::read(R::KIND, &line);
            let flow = if columns.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
            heading = Some(columns);
            flow
        }
        Some(Err(_)) => ControlFlow::Break(()),
        Some(Ok(columns)) => {
            if let Some(cells) = columns.cells(line.cells) {
                rows.push((line.number, R::read(&columns.heading, &cells)));
                if rows.len() % TOLD_EVERY == 0 {
                    told(u32::try_from(rows.len()).unwrap_or(u32::MAX), sheet.line_count_estimate());
                }
            }
            ControlFlow::Continue(())
        }
    })?;
    let heading = heading.ok_or(FileFault::NoRows)??.heading;
    if rows.is_empty() { Err(FileFault::NoRows.into()) } else { Ok(Parsed { heading, rows }) }
}

/// The heading of a file, and the column of reasons that a workbook of refused rows brings back.
struct Columns {
    heading: Heading,
    reason_place: Option<usize>,
}

impl Columns {
    fn read(kind: Kind, line: &Line) -> Result<Self, FileRefusal> {
        let mut headers = line.cells.clone();
        let reason_place = headers.iter().position(|cell| cell.text().is_ok_and(|text| text.trim() == write::REASON));
        if let Some(place) = reason_place {
            headers[place] = Cell::Empty;
        }
        let heading = Heading::read(kind, &headers).map_err(|faults| refused(line.number, &faults))?;
        let heading = completed(heading, headers).map_err(|faults| refused(line.number, &faults))?;
        Ok(Self { heading, reason_place })
    }

    /// The cells of a row without the reason; none where nothing else stands there.
    fn cells(&self, mut cells: Vec<Cell>) -> Option<Vec<Cell>> {
        if let Some(cell) = self.reason_place.and_then(|place| cells.get_mut(place)) {
            *cell = Cell::Empty;
        }
        cells.iter().any(|cell| !cell.is_empty()).then_some(cells)
    }
}

/// Code and name tell one unit: a file that has one of the two columns says both, so that a record never keeps the name of
/// one unit beside the code of another.
fn completed(heading: Heading, mut headers: Vec<Cell>) -> Result<Heading, Vec<rules::import::HeadingError>> {
    let kind = heading.kind();
    let (code, name) = ("unit_code", "unit_name");
    let paired = kind.column(code).is_some() && kind.column(name).is_some();
    let missing = match (heading.has(code), heading.has(name)) {
        (true, false) if paired => name,
        (false, true) if paired => code,
        _ => return Ok(heading),
    };
    headers.resize(COLUMNS_MAX, Cell::Empty);
    headers.push(Cell::Text(missing.to_owned()));
    Heading::read(kind, &headers)
}

fn refused(row: u32, faults: &[rules::import::HeadingError]) -> FileRefusal {
    let details = faults.iter().enumerate().map(|(index, fault)| {
        let field = match fault {
            rules::import::HeadingError::Missing { field, .. } => (*field).to_owned(),
            _ => format!("heading_{}", index + 1),
        };
        Detail { row, field, refusal: rules::wording::Refusal { code: fault.code(), zh: fault.zh(), en: fault.en() } }
    });
    FileRefusal { details: details.collect(), ..FileFault::Heading.into() }
}

const TOLD_EVERY: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;
    use rules::import::{EmploymentRow, KinRow};

    fn parsed<R: Row>(text: &str) -> Result<Parsed<R>, FileRefusal> {
        parse(text.as_bytes(), &|_, _| {})
    }

    #[test]
    fn a_workbook_of_refused_rows_can_be_corrected_and_brought_back() {
        let file = "专家编号,关系,姓名,原因\n43000000011000007,配偶,周雅文,姓名：太短\n,,,只有原因\n";
        let parsed = parsed::<KinRow>(file).expect("rows");
        assert_eq!(parsed.rows.len(), 1);
        assert!(parsed.rows[0].1.is_ok());
    }

    #[test]
    fn a_file_with_a_unit_s_name_alone_says_its_code_too() {
        let parsed = parsed::<EmploymentRow>("专家编号,单位名称,起始月\n43000000011000007,湖南某某设计院,2021-07\n");
        let parsed = parsed.expect("rows");
        assert!(parsed.heading.has("unit_code") && !parsed.heading.has("until_month"));
        let stray = parse::<EmploymentRow>("专家编号,单位名称,起始月\n1,2,3,9\n".as_bytes(), &|_, _| {}).expect("rows");
        let errors = stray.rows[0].1.as_ref().expect_err("faults");
        assert!(errors.iter().any(|error| error.refusal.code == "row.stray"));
    }

    #[test]
    fn a_file_of_another_kind_hears_every_header_that_is_wrong() {
        let refusal = parsed::<KinRow>("姓名,证件号码,手机号码\n张三,1,2\n").err().expect("a refusal");
        assert_eq!(refusal.refusal.code, "import.heading");
        let fields: Vec<&str> = refusal.details.iter().map(|detail| detail.field.as_str()).collect();
        assert_eq!(fields, ["heading_1", "expert_number", "relation"]);
        assert_eq!(
            parsed::<KinRow>("专家编号,关系,姓名\n").err().map(|refusal| refusal.refusal.code),
            Some("import.no_rows")
        );
    }
}

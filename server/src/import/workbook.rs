//! The workbook of refused rows, made anew from the file and what the check said of it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::anyhow;

use crate::sheet::{Sheet, write};

/// The refused rows of a file with their reasons.
pub fn refused_workbook(bytes: &[u8], reasons: &BTreeMap<u32, String>) -> anyhow::Result<Vec<u8>> {
    let sheet = Sheet::open(bytes).map_err(|error| anyhow!(error))?;
    let mut book: Option<write::Refused> = None;
    let mut result = Ok(());
    let read = sheet.read(|line| {
        let step = match &mut book {
            None => write::Refused::new(&line.cells).map(|made| book = Some(made)),
            Some(book) => reasons.get(&line.number).map_or(Ok(()), |reason| book.row(&line.cells, reason)),
        };
        match step {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                result = Err(error);
                ControlFlow::Break(())
            }
        }
    });
    read.map_err(|error| anyhow!(error))?;
    result?;
    Ok(book.ok_or_else(|| anyhow!("the file has no line"))?.finish()?)
}

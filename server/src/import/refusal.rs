//! Why a whole file is refused, and the few faults of rows that only the shell can see.

use rules::wording::{Refusal, Worded};

use crate::sheet::SheetError;

/// A file that cannot be taken over as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRefusal {
    /// The file's fault.
    pub refusal: Refusal,
    /// Where in the file it shows, when it shows somewhere.
    pub details: Vec<Detail>,
}

/// A place in a file with what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    pub row: u32,
    /// Code word of the column, or a name for the place.
    pub field: String,
    pub refusal: Refusal,
}

impl From<SheetError> for FileRefusal {
    fn from(error: SheetError) -> Self {
        Self { refusal: error.into(), details: Vec::new() }
    }
}

impl From<FileFault> for FileRefusal {
    fn from(fault: FileFault) -> Self {
        Self { refusal: fault.into(), details: Vec::new() }
    }
}

/// A file that is a sheet, but not this import's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// The first row is no heading of the kind.
    #[error("the first row is not the heading of this kind of file; take the headers of the template")]
    Heading,
    /// A heading and nothing below.
    #[error("the file has a heading and no rows; fill it and upload it again")]
    NoRows,
    /// An edition of this name stands, with other codes.
    #[error("an edition of this name is taken over already and never changes; choose another name")]
    EditionExists,
    /// An edition that begins before another that stands.
    #[error(
        "an edition that begins later is taken over already; editions follow each other, choose its day or a later one"
    )]
    EditionOrder,
    /// The pool moved between check and approval.
    #[error("the pool changed since the file was checked, so nothing was imported; upload the file again")]
    Changed,
    /// An error of ours, several times.
    #[error(
        "an internal error stopped the import several times; nothing was imported; tell the system officer the time"
    )]
    Internal,
}

impl Worded for FileFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Heading => "import.heading",
            Self::NoRows => "import.no_rows",
            Self::EditionExists => "import.edition_exists",
            Self::EditionOrder => "import.edition_order",
            Self::Changed => "import.changed",
            Self::Internal => "import.internal",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Heading => "第一行不是这类文件的表头，请使用模板中的表头",
            Self::NoRows => "文件只有表头，没有内容，请填写后重新上传",
            Self::EditionExists => "同名的专业目录已经导入，目录导入后不再更改，请换一个名称",
            Self::EditionOrder => "已有生效日期更晚的专业目录，各版须按先后导入，请把生效日期改为同日或更晚",
            Self::Changed => "校验之后库中数据有变动，未导入任何内容，请重新上传文件",
            Self::Internal => "导入多次因内部错误中断，未导入任何内容，请把时间告诉系统管理员",
        }
        .to_owned()
    }
}

/// A fault of a row that shows only beside what the pool or the whole file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// A draft with a number.
    #[error("a draft has no number: write active as the state of a new expert, or leave the number empty")]
    DraftWithNumber,
    /// The code of a unit that an officer merged into another.
    #[error("the unit of this code was merged into another; import the one that counts")]
    Merged,
    /// Branches that are branches of each other.
    #[error("following the superior codes within the file leads back to this unit")]
    BranchCycle,
    /// A time that the clocks of Shanghai never showed.
    #[error("there is no such time in Beijing")]
    NoSuchTime,
}

impl Worded for RowFault {
    fn code(&self) -> &'static str {
        match self {
            Self::DraftWithNumber => "import.draft_with_number",
            Self::Merged => "import.merged",
            Self::BranchCycle => "import.branch_cycle",
            Self::NoSuchTime => "import.no_such_time",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::DraftWithNumber => "草稿没有编号：新专家请填状态“在库”，或将编号留空",
            Self::Merged => "此代码的单位已归并到另一单位，请改为归并后的单位",
            Self::BranchCycle => "按文件中的上级单位代码追溯会回到本单位",
            Self::NoSuchTime => "北京时间中没有这个时刻",
        }
        .to_owned()
    }
}

//! Why a file cannot be read as a sheet, each with what to do instead.

use rules::wording::Worded;

use super::{CELL_MAX_CHARS, COLUMNS_MAX, LINES_MAX};

/// A file that is no sheet, or none that can be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Nothing in it.
    #[error("the file is empty; download the template and fill it")]
    Empty,
    /// The binary workbook of Excel 97-2003.
    #[error("this is an old .xls workbook; open it and save it as .xlsx")]
    Xls,
    /// Behind a password.
    #[error("the workbook is protected by a password; remove the password and save it again")]
    Encrypted,
    /// A binary workbook.
    #[error("this is a binary .xlsb workbook; open it and save it as .xlsx")]
    Xlsb,
    /// An OpenDocument sheet.
    #[error("this is an OpenDocument sheet; open it and save it as .xlsx")]
    OpenDocument,
    /// A text document.
    #[error("this is a text document, not a sheet; put the table into the template")]
    Word,
    /// Slides.
    #[error("these are slides, not a sheet; put the table into the template")]
    Slides,
    /// A PDF.
    #[error("this is a PDF, not a sheet; ask for the original table")]
    Pdf,
    /// A picture.
    #[error("this is a picture, not a sheet; ask for the original table")]
    Picture,
    /// A web page that some systems call `.xls`.
    #[error("this is a web page with another name; open it in a spreadsheet program and save it as .xlsx")]
    Html,
    /// XML, such as the sheets of Excel 2003.
    #[error("this is an XML file; open it in a spreadsheet program and save it as .xlsx")]
    Xml,
    /// An archive of files.
    #[error("this is an archive; unpack it and choose the sheet inside")]
    Archive,
    /// Neither text nor anything known.
    #[error("this is no sheet; choose an .xlsx or .csv file")]
    Binary,
    /// Text in an encoding that is neither UTF-8 nor GB18030.
    #[error("the text is neither UTF-8 nor GB18030; save it as .xlsx, or as CSV in UTF-8")]
    Encoding,
    /// A workbook that does not open.
    #[error("the workbook is damaged; open it in a spreadsheet program and save it again")]
    Damaged,
    /// Far larger inside than outside.
    #[error("unpacked, the workbook is far larger than any real table; it was not opened")]
    Bomb,
    /// No sheet with cells.
    #[error("the workbook has no sheet with cells; put the table on the first sheet")]
    NoSheet,
    /// More columns than any kind of file has.
    #[error("row {row} has more than {COLUMNS_MAX} columns; take the headers of the template")]
    Columns {
        /// The row.
        row: u32,
    },
    /// More lines than a sheet holds.
    #[error("the file has more than {LINES_MAX} rows; split it")]
    Lines,
    /// A text longer than any real one.
    #[error(
        "the text in row {row}, place {place} has more than {CELL_MAX_CHARS} characters; a quotation mark may be missing"
    )]
    LongCell {
        /// The row.
        row: u32,
        /// Place in the row, from 1.
        place: usize,
    },
}

impl SheetError {
    /// The row that is at fault, 0 for the file as a whole.
    pub const fn row(&self) -> u32 {
        match self {
            Self::Columns { row } | Self::LongCell { row, .. } => *row,
            _ => 0,
        }
    }
}

impl Worded for SheetError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet.empty",
            Self::Xls => "sheet.xls",
            Self::Encrypted => "sheet.encrypted",
            Self::Xlsb => "sheet.xlsb",
            Self::OpenDocument => "sheet.open_document",
            Self::Word => "sheet.word",
            Self::Slides => "sheet.slides",
            Self::Pdf => "sheet.pdf",
            Self::Picture => "sheet.picture",
            Self::Html => "sheet.html",
            Self::Xml => "sheet.xml",
            Self::Archive => "sheet.archive",
            Self::Binary => "sheet.binary",
            Self::Encoding => "sheet.encoding",
            Self::Damaged => "sheet.damaged",
            Self::Bomb => "sheet.bomb",
            Self::NoSheet => "sheet.no_sheet",
            Self::Columns { .. } => "sheet.columns",
            Self::Lines => "sheet.lines",
            Self::LongCell { .. } => "sheet.long_cell",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Empty => "文件是空的，请下载模板填写".to_owned(),
            Self::Xls => "这是旧版 .xls 工作簿，请打开后另存为 .xlsx".to_owned(),
            Self::Encrypted => "工作簿设有密码，请取消密码后重新保存".to_owned(),
            Self::Xlsb => "这是二进制 .xlsb 工作簿，请打开后另存为 .xlsx".to_owned(),
            Self::OpenDocument => "这是 OpenDocument 表格，请打开后另存为 .xlsx".to_owned(),
            Self::Word => "这是文字文档，不是表格，请把表格内容填入模板".to_owned(),
            Self::Slides => "这是演示文稿，不是表格，请把表格内容填入模板".to_owned(),
            Self::Pdf => "这是 PDF，不是表格，请索取原始表格".to_owned(),
            Self::Picture => "这是图片，不是表格，请索取原始表格".to_owned(),
            Self::Html => "这是改了扩展名的网页，请用表格软件打开后另存为 .xlsx".to_owned(),
            Self::Xml => "这是 XML 文件，请用表格软件打开后另存为 .xlsx".to_owned(),
            Self::Archive => "这是压缩包，请解压后选择其中的表格".to_owned(),
            Self::Binary => "无法识别的文件，请选择 .xlsx 或 .csv".to_owned(),
            Self::Encoding => {
                "文字编码既不是 UTF-8 也不是 GB18030，请另存为 .xlsx，或以 UTF-8 编码另存为 CSV".to_owned()
            }
            Self::Damaged => "工作簿已损坏，请用表格软件打开后重新保存".to_owned(),
            Self::Bomb => "工作簿解压后远超正常表格的大小，未予打开".to_owned(),
            Self::NoSheet => "工作簿中没有含内容的工作表，请把表格放在第一张工作表".to_owned(),
            Self::Columns { row } => format!("第 {row} 行超过 {COLUMNS_MAX} 列，请使用模板中的表头"),
            Self::Lines => format!("文件超过 {LINES_MAX} 行，请拆成几份"),
            Self::LongCell { row, place } => {
                format!("第 {row} 行第 {place} 列的文字超过 {CELL_MAX_CHARS} 个字，可能缺少引号")
            }
        }
    }
}

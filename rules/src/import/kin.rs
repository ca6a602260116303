//! Rows of kin: a relative of an expert, and where the relative works.

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt};
use crate::expert::model::Relation;
use crate::expert::{ExpertNumber, ResidentId};
use crate::unit::CreditCode;

/// A relative as a file gives one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KinRow {
    /// Whose relative.
    pub expert_number: ExpertNumber,
    /// How related.
    pub relation: Relation,
    /// The relative's name.
    pub name: String,
    /// The relative's resident id.
    pub id_number: Option<ResidentId>,
    /// Where the relative works.
    pub unit_code: Option<CreditCode>,
}

/// The columns of a kin file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "关系" "relation" required "spouse" "配偶、父母、子女、兄弟姐妹、祖父母、孙子女、三代以内旁系血亲或近姻亲" "spouse, parent, child, sibling, grandparent, grandchild, collateral or in_law";
    "姓名" "name" required "周雅文" "亲属的姓名" "the relative's name";
    "证件号码" "id_number" optional "430102197808204525" "亲属的身份证号，列须为文本格式" "the relative's id number; format the column as text";
    "单位信用代码" "unit_code" optional "91430100MA4L1A2B3F" "亲属任职单位" "where the relative works";
};

impl Row for KinRow {
    const KIND: Kind = Kind::Kin;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let relation = reader.required_word("relation", Relation::read);
        let name = reader.required("name", read::person_name);
        let id_number = reader.optional("id_number", read::resident_id);
        let unit_code = reader.optional("unit_code", read::credit_code);
        Some(Self { expert_number: expert_number?, relation: relation?, name: name?, id_number, unit_code })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of(&self.relation),
            text_of(&self.name),
            text_of_opt(self.id_number.as_ref()),
            text_of_opt(self.unit_code.as_ref()),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key::joined("name", &[&self.expert_number, &self.relation, &self.name])]
    }
}

//! Trades: what an expert of the trade is proved in, which title and licence go with it, and what units of the trade are called.
//! The codes stand in the starter edition `packs/000000/specialties.tsv`; a test holds the two together.

use rules::expert::model::LicenceKind;

/// A trade of experts and units.
#[derive(Debug)]
pub struct Trade {
    /// Of a thousand experts.
    pub weight: u32,
    /// Codes for 评标, the characteristic ones first.
    pub evaluation: &'static [&'static str],
    /// Codes for 评审.
    pub review: &'static [&'static str],
    /// Licence that people of the trade have, if one is usual.
    pub licence: Option<LicenceKind>,
    /// First half of titles: 高级工程师, 正高级工程师 or 高级会计师.
    pub titles: Titles,
    /// Words of companies.
    pub companies: &'static [&'static str],
    /// Words of institutions.
    pub institutions: &'static [&'static str],
}

/// Ladders of titles.
#[derive(Clone, Copy, Debug)]
pub enum Titles {
    Engineer,
    Economist,
    Accountant,
    Lawyer,
    Physician,
    Teacher,
}

impl Titles {
    /// Title of a middle, a senior and a full senior rank.
    pub const fn ladder(self) -> [&'static str; 3] {
        match self {
            Self::Engineer => ["工程师", "高级工程师", "正高级工程师"],
            Self::Economist => ["经济师", "高级经济师", "正高级经济师"],
            Self::Accountant => ["会计师", "高级会计师", "正高级会计师"],
            Self::Lawyer => ["三级律师", "二级律师", "一级律师"],
            Self::Physician => ["主治医师", "副主任医师", "主任医师"],
            Self::Teacher => ["讲师", "副教授", "教授"],
        }
    }
}

/// All trades; the first companies are builders.
pub const TRADES: &[Trade] = &[
    // 建筑
    Trade {
        weight: 170,
        evaluation: &["A080104", "A080102", "A080107", "A080109", "A080113", "A080101", "A050101", "A050102", "A0701"],
        review: &["A080104", "A080109", "C0304"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["建设工程", "建筑工程", "工程建设"],
        institutions: &["建筑职业技术学院"],
    },
    // 建筑设计
    Trade {
        weight: 95,
        evaluation: &["A040102", "A040103", "A040104", "A040105", "A040106", "A040114", "A010202", "A020133"],
        review: &["A040102", "A040103", "A010202"],
        licence: Some(LicenceKind::Architect),
        titles: Titles::Engineer,
        companies: &["建筑设计", "工程设计"],
        institutions: &["建筑设计研究院", "规划设计研究院"],
    },
    // 结构与勘察
    Trade {
        weight: 55,
        evaluation: &["A040103", "A030101", "A030102", "A030302", "A030103", "A080107"],
        review: &["A040103", "A030101"],
        licence: Some(LicenceKind::StructuralEngineer),
        titles: Titles::Engineer,
        companies: &["勘察设计", "工程技术"],
        institutions: &["勘察设计院", "地质勘查院"],
    },
    // 市政
    Trade {
        weight: 110,
        evaluation: &["A080201", "A080202", "A080205", "A080204", "A040202", "A040203", "A050201", "A080210"],
        review: &["A080201", "A080205", "A080213"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["市政", "市政工程", "路桥工程"],
        institutions: &["市政设施中心"],
    },
    // 公路
    Trade {
        weight: 75,
        evaluation: &["A080301", "A080302", "A080303", "A040301", "A040303", "A050301", "A080305"],
        review: &["A080301", "C090303"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["路桥", "交通工程"],
        institutions: &["公路事务中心", "交通职业技术学院"],
    },
    // 水利
    Trade {
        weight: 75,
        evaluation: &["A080802", "A080804", "A080801", "A040803", "A050802", "A080807", "A080808"],
        review: &["A080808", "C010501", "A040803"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["水利", "水利工程"],
        institutions: &["水利水电勘测设计院", "水文中心"],
    },
    // 电力
    Trade {
        weight: 50,
        evaluation: &["A081003", "A081004", "A081005", "A041003", "A041004", "B0131", "A081102"],
        review: &["A081005", "B0131"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["电力", "电力工程"],
        institutions: &["电力职业技术学院"],
    },
    // 造价
    Trade {
        weight: 95,
        evaluation: &["A060101", "A060102", "A060201", "A060111", "A060202", "A080306"],
        review: &["A060101", "A060201", "C0312"],
        licence: Some(LicenceKind::CostEngineer),
        titles: Titles::Engineer,
        companies: &["工程造价", "工程咨询", "造价"],
        institutions: &["建设造价中心"],
    },
    // 监理
    Trade {
        weight: 70,
        evaluation: &["A050101", "A050103", "A050105", "A050201", "A050202", "A0701", "A070106"],
        review: &["A050101", "A050201"],
        licence: Some(LicenceKind::SupervisionEngineer),
        titles: Titles::Engineer,
        companies: &["工程管理", "监理", "项目管理"],
        institutions: &["工程质量检测中心"],
    },
    // 信息
    Trade {
        weight: 65,
        evaluation: &["A083201", "A083202", "A083203", "A083204", "B0132", "B0133", "A080111"],
        review: &["B0132", "B0133", "A083203", "C020115", "C070204"],
        licence: None,
        titles: Titles::Engineer,
        companies: &["信息技术", "软件", "网络科技"],
        institutions: &["数据资源中心", "信息职业技术学院"],
    },
    // 园林与环境
    Trade {
        weight: 45,
        evaluation: &["A083001", "A083002", "A0901", "A040212", "A080212", "B0134"],
        review: &["A083002", "A080213", "C020101"],
        licence: None,
        titles: Titles::Engineer,
        companies: &["园林", "环保科技", "生态环境工程"],
        institutions: &["林业科学研究所", "环境监测中心"],
    },
    // 投资与经济
    Trade {
        weight: 40,
        evaluation: &["A020132", "A020133", "A020101", "C0305", "A0701", "A070104"],
        review: &["C0305", "C0313", "C020114"],
        licence: Some(LicenceKind::ConsultingEngineer),
        titles: Titles::Economist,
        companies: &["投资咨询", "管理咨询"],
        institutions: &["经济信息中心"],
    },
    // 财会
    Trade {
        weight: 50,
        evaluation: &["C0402", "C0502", "C0309", "C0310"],
        review: &["C0402", "C0502", "C0310", "C0403"],
        licence: Some(LicenceKind::Accountant),
        titles: Titles::Accountant,
        companies: &["财务咨询", "资产评估"],
        institutions: &["财经学院"],
    },
    // 法律
    Trade {
        weight: 30,
        evaluation: &["C0602", "C0604", "C0313"],
        review: &["C0602", "C0603", "C0604"],
        licence: None,
        titles: Titles::Lawyer,
        companies: &["法务咨询"],
        institutions: &["政法学院"],
    },
    // 医疗
    Trade {
        weight: 60,
        evaluation: &["B0201", "B081607", "B081608", "B081601"],
        review: &["B0201", "B081601", "B081607", "B081901", "B081902"],
        licence: None,
        titles: Titles::Physician,
        companies: &["医疗设备", "医药"],
        institutions: &["人民医院", "中医医院", "妇幼保健院"],
    },
    // 教育与服务
    Trade {
        weight: 45,
        evaluation: &["B0139", "B090102", "B090101", "C0410"],
        review: &["B0139", "B090101", "B090102", "B090104", "C0410", "C1205", "C1206", "C0802"],
        licence: None,
        titles: Titles::Teacher,
        companies: &["教育设备", "服务", "物业管理服务"],
        institutions: &["师范学院", "第一中学", "职业中等专业学校"],
    },
    // 机电与设备
    Trade {
        weight: 50,
        evaluation: &["A080114", "A080112", "B0101", "B0119", "B0125", "A080108", "A080105"],
        review: &["B0125", "B0119", "C070101", "B0101"],
        licence: Some(LicenceKind::Constructor),
        titles: Titles::Engineer,
        companies: &["机械设备", "机电安装", "智能设备"],
        institutions: &["特种设备检验所"],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::data::specialties;

    #[test]
    fn every_code_of_a_trade_stands_in_the_starter_edition() {
        let edition: BTreeSet<String> = specialties().iter().map(|row| row.code.to_string()).collect();
        for trade in TRADES {
            for code in trade.evaluation.iter().chain(trade.review) {
                assert!(edition.contains(*code), "{:?}: {code}", trade.companies);
            }
        }
    }

    #[test]
    fn the_weights_are_parts_of_the_whole() {
        let total: u32 = TRADES.iter().map(|trade| trade.weight).sum();
        assert!((1100..1300).contains(&total), "{total}");
    }
}

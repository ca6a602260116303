//! Areas by GB/T 2260: six digits, two each for province, city and county. A province covers its cities, a city its counties;
//! the pool knows province and cities, and that is how far an account's sight is cut.

use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text, shortened};

/// An area code of GB/T 2260.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(u32);

/// An area with its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedArea {
    /// The code.
    pub area: Area,
    /// Chinese name, such as 长沙市.
    pub zh: &'static str,
    /// English name, such as Changsha.
    pub en: &'static str,
}

impl Area {
    /// Hunan, the province of the first pool.
    pub const HUNAN: Self = Self(430_000);
    /// 长沙市.
    pub const CHANGSHA: Self = Self(430_100);

    /// Whether the code is a province's.
    pub const fn is_province(self) -> bool {
        self.0.is_multiple_of(10_000)
    }

    /// Whether the code is a city's.
    pub const fn is_city(self) -> bool {
        self.0.is_multiple_of(100) && !self.is_province()
    }

    /// The province that the area is or lies in.
    pub const fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The city that the area is or lies in; a province stays a province.
    pub const fn city(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// Whether an account of this area may see a record of the other: a province all of its cities, a city itself and its counties.
    pub const fn covers(self, other: Self) -> bool {
        if self.is_province() {
            self.0 == other.province().0
        } else if self.is_city() {
            self.0 == other.city().0
        } else {
            self.0 == other.0
        }
    }

    /// The smallest and the largest code that this area covers, for a range in a query.
    pub const fn range(self) -> (Self, Self) {
        let last = if self.is_province() {
            self.0 + 9_999
        } else if self.is_city() {
            self.0 + 99
        } else {
            self.0
        };
        (self, Self(last))
    }

    /// The names, when the area is in the table.
    pub fn named(self) -> Option<&'static NamedArea> {
        HUNAN_AREAS.iter().chain(PROVINCES).find(|named| named.area == self)
    }

    /// Chinese name, or the code where the table has none.
    pub fn zh(self) -> String {
        self.named().map_or_else(|| self.to_string(), |named| named.zh.to_owned())
    }

    /// English name, or the code where the table has none.
    pub fn en(self) -> String {
        self.named().map_or_else(|| self.to_string(), |named| named.en.to_owned())
    }

    /// The province and the cities that a pool of this province works with, province first.
    pub fn pool_areas() -> &'static [NamedArea] {
        HUNAN_AREAS
    }

    /// Reads a code or a name as a file holds it; a county becomes its city.
    ///
    /// Names may leave out 市, 省 or the long ending of an autonomous prefecture.
    pub fn read(text: &str) -> Result<Self, AreaError> {
        let written = text::code_form(text);
        if !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit()) {
            return written.parse::<Self>().map(Self::city);
        }
        let written = written.strip_prefix("湖南省").filter(|rest| !rest.is_empty()).unwrap_or(&written);
        HUNAN_AREAS
            .iter()
            .chain(PROVINCES)
            .find(|named| named.is_called(written))
            .map(|named| named.area)
            .ok_or_else(|| AreaError::Unknown { given: shortened(written) })
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl FromStr for Area {
    type Err = AreaError;

    fn from_str(text: &str) -> Result<Self, AreaError> {
        let unknown = || AreaError::Unknown { given: shortened(text) };
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unknown());
        }
        let area = Self(text.parse().map_err(|_| unknown())?);
        PROVINCES.iter().any(|named| named.area == area.province()).then_some(area).ok_or_else(unknown)
    }
}

serde_as_text!(Area);

/// A text that names no area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// Neither a code of GB/T 2260 nor a name of the table.
    #[error("`{given}` is no area; give six digits or a city's name, such as 430100 or 长沙市")]
    Unknown {
        /// The text as given.
        given: String,
    },
}

impl Worded for AreaError {
    fn code(&self) -> &'static str {
        "area.unknown"
    }

    fn zh(&self) -> String {
        let Self::Unknown { given } = self;
        format!("“{given}”不是行政区划，请填六位代码或城市名称，例如 430100 或 长沙市")
    }
}

impl NamedArea {
    fn is_called(&self, written: &str) -> bool {
        let long_ending = self.zh.ends_with(['区', '州']);
        self.zh == written
            || self.zh.strip_suffix(['市', '省']) == Some(written)
            || (long_ending && written.chars().count() >= 2 && self.zh.starts_with(written))
            || self.en.eq_ignore_ascii_case(written)
    }
}

macro_rules! table {
    ($( $code:literal $zh:literal $en:literal; )+) => { &[$( NamedArea { area: Area($code), zh: $zh, en: $en } ),+] };
}

/// Hunan and its 14 cities.
const HUNAN_AREAS: &[NamedArea] = table! {
    430_000 "湖南省" "Hunan";
    430_100 "长沙市" "Changsha";
    430_200 "株洲市" "Zhuzhou";
    430_300 "湘潭市" "Xiangtan";
    430_400 "衡阳市" "Hengyang";
    430_500 "邵阳市" "Shaoyang";
    430_600 "岳阳市" "Yueyang";
    430_700 "常德市" "Changde";
    430_800 "张家界市" "Zhangjiajie";
    430_900 "益阳市" "Yiyang";
    431_000 "郴州市" "Chenzhou";
    431_100 "永州市" "Yongzhou";
    431_200 "怀化市" "Huaihua";
    431_300 "娄底市" "Loudi";
    433_100 "湘西土家族苗族自治州" "Xiangxi";
};

/// Provinces, municipalities and regions: a unit may be seated in any of them.
const PROVINCES: &[NamedArea] = table! {
    110_000 "北京市" "Beijing"; 120_000 "天津市" "Tianjin"; 130_000 "河北省" "Hebei"; 140_000 "山西省" "Shanxi";
    150_000 "内蒙古自治区" "Inner Mongolia"; 210_000 "辽宁省" "Liaoning"; 220_000 "吉林省" "Jilin";
    230_000 "黑龙江省" "Heilongjiang"; 310_000 "上海市" "Shanghai"; 320_000 "江苏省" "Jiangsu"; 330_000 "浙江省" "Zhejiang";
    340_000 "安徽省" "Anhui"; 350_000 "福建省" "Fujian"; 360_000 "江西省" "Jiangxi"; 370_000 "山东省" "Shandong";
    410_000 "河南省" "Henan"; 420_000 "湖北省" "Hubei"; 430_000 "湖南省" "Hunan"; 440_000 "广东省" "Guangdong";
    450_000 "广西壮族自治区" "Guangxi"; 460_000 "海南省" "Hainan"; 500_000 "重庆市" "Chongqing"; 510_000 "四川省" "Sichuan";
    520_000 "贵州省" "Guizhou"; 530_000 "云南省" "Yunnan"; 540_000 "西藏自治区" "Xizang"; 610_000 "陕西省" "Shaanxi";
    620_000 "甘肃省" "Gansu"; 630_000 "青海省" "Qinghai"; 640_000 "宁夏回族自治区" "Ningxia"; 650_000 "新疆维吾尔自治区" "Xinjiang";
    710_000 "台湾省" "Taiwan"; 810_000 "香港特别行政区" "Hong Kong"; 820_000 "澳门特别行政区" "Macao";
};

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str) -> Area {
        code.parse().expect("a code")
    }

    #[test]
    fn a_province_covers_its_cities_and_a_city_itself() {
        let table = [
            ("430000", "430000", true),
            ("430000", "430100", true),
            ("430000", "433100", true),
            ("430000", "420100", false),
            ("430100", "430100", true),
            ("430100", "430102", true),
            ("430100", "430200", false),
            ("430100", "430000", false),
            ("430102", "430102", true),
            ("430102", "430103", false),
        ];
        for (account, record, seen) in table {
            assert_eq!(area(account).covers(area(record)), seen, "{account} {record}");
            let (first, last) = area(account).range();
            assert_eq!((first..=last).contains(&area(record)), seen, "range of {account} and {record}");
        }
    }

    #[test]
    fn codes_and_names_are_read_as_people_write_them() {
        let table = [
            ("430100", "430100"),
            ("４３０１００", "430100"),
            ("430102", "430100"),
            ("长沙", "430100"),
            ("长沙市", "430100"),
            (" 湖南省 常德市 ", "430700"),
            ("湘西", "433100"),
            ("湘西土家族苗族自治州", "433100"),
            ("湖南", "430000"),
            ("湖南省", "430000"),
            ("changsha", "430100"),
            ("110000", "110000"),
            ("广西", "450000"),
        ];
        for (given, code) in table {
            assert_eq!(Area::read(given), Ok(area(code)), "{given}");
        }
        for given in ["", "43", "990100", "长沙城", "4301000", "430100.0"] {
            assert!(Area::read(given).is_err(), "{given}");
        }
    }

    #[test]
    fn the_pool_has_one_province_and_fourteen_cities_with_names() {
        let areas = Area::pool_areas();
        assert_eq!(areas.len(), 15);
        assert!(areas[0].area.is_province());
        assert!(areas[1..].iter().all(|named| named.area.is_city() && Area::HUNAN.covers(named.area)));
        assert_eq!(area("430100").zh(), "长沙市");
        assert_eq!(area("430100").en(), "Changsha");
        assert_eq!(area("430102").zh(), "430102");
    }
}

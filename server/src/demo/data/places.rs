//! The fourteen cities with their counties by the codes of GB/T 2260, how many of the experts live there, and their area code.

use rules::area::Area;

use super::chance::Chance;

/// A city of the province.
#[derive(Debug)]
pub struct City {
    /// First four digits of its codes.
    pub prefix: u32,
    /// Name without 市.
    pub name: &'static str,
    /// Name in addresses.
    pub full_name: &'static str,
    /// Of a thousand experts.
    pub weight: u32,
    /// Of the telephone network.
    pub dialing_code: &'static str,
    /// Last two digits and names of its counties and districts.
    pub counties: &'static [(u32, &'static str)],
}

impl City {
    /// The code of the city.
    pub fn area(&self) -> Area {
        area(self.prefix * 100)
    }

    /// The code of one of its counties, by its place in the list.
    pub fn county_code(&self, county: usize) -> u32 {
        self.prefix * 100 + self.counties[county].0
    }
}

/// The area of a code of GB/T 2260.
pub fn area(code: u32) -> Area {
    format!("{code:06}").parse().expect("a code of GB/T 2260")
}

/// One of the cities, by how many experts live there.
pub fn city(chance: &mut Chance) -> usize {
    let mut drawn = u32::try_from(chance.below(1000)).expect("below 1000");
    for (index, city) in CITIES.iter().enumerate() {
        if drawn < city.weight {
            return index;
        }
        drawn -= city.weight;
    }
    0
}

/// Cities in the order of their codes.
pub const CITIES: &[City] = &[
    City {
        prefix: 4301,
        name: "长沙",
        full_name: "长沙市",
        weight: 332,
        dialing_code: "0731",
        counties: &[
            (2, "芙蓉区"),
            (3, "天心区"),
            (4, "岳麓区"),
            (5, "开福区"),
            (11, "雨花区"),
            (12, "望城区"),
            (21, "长沙县"),
            (81, "浏阳市"),
            (82, "宁乡市"),
        ],
    },
    City {
        prefix: 4302,
        name: "株洲",
        full_name: "株洲市",
        weight: 80,
        dialing_code: "0731",
        counties: &[
            (2, "荷塘区"),
            (3, "芦淞区"),
            (4, "石峰区"),
            (11, "天元区"),
            (12, "渌口区"),
            (23, "攸县"),
            (24, "茶陵县"),
            (81, "醴陵市"),
        ],
    },
    City {
        prefix: 4303,
        name: "湘潭",
        full_name: "湘潭市",
        weight: 62,
        dialing_code: "0731",
        counties: &[(2, "雨湖区"), (4, "岳塘区"), (21, "湘潭县"), (81, "湘乡市"), (82, "韶山市")],
    },
    City {
        prefix: 4304,
        name: "衡阳",
        full_name: "衡阳市",
        weight: 78,
        dialing_code: "0734",
        counties: &[
            (5, "珠晖区"),
            (6, "雁峰区"),
            (7, "石鼓区"),
            (8, "蒸湘区"),
            (12, "南岳区"),
            (21, "衡阳县"),
            (22, "衡南县"),
            (81, "耒阳市"),
            (82, "常宁市"),
        ],
    },
    City {
        prefix: 4305,
        name: "邵阳",
        full_name: "邵阳市",
        weight: 54,
        dialing_code: "0739",
        counties: &[(2, "双清区"), (3, "大祥区"), (11, "北塔区"), (24, "隆回县"), (25, "洞口县"), (82, "邵东市")],
    },
    City {
        prefix: 4306,
        name: "岳阳",
        full_name: "岳阳市",
        weight: 70,
        dialing_code: "0730",
        counties: &[(2, "岳阳楼区"), (3, "云溪区"), (11, "君山区"), (23, "华容县"), (26, "平江县"), (81, "汨罗市")],
    },
    City {
        prefix: 4307,
        name: "常德",
        full_name: "常德市",
        weight: 68,
        dialing_code: "0736",
        counties: &[(2, "武陵区"), (3, "鼎城区"), (22, "汉寿县"), (23, "澧县"), (25, "桃源县"), (81, "津市市")],
    },
    City {
        prefix: 4308,
        name: "张家界",
        full_name: "张家界市",
        weight: 22,
        dialing_code: "0744",
        counties: &[(2, "永定区"), (11, "武陵源区"), (21, "慈利县"), (22, "桑植县")],
    },
    City {
        prefix: 4309,
        name: "益阳",
        full_name: "益阳市",
        weight: 44,
        dialing_code: "0737",
        counties: &[(2, "资阳区"), (3, "赫山区"), (22, "桃江县"), (23, "安化县"), (81, "沅江市")],
    },
    City {
        prefix: 4310,
        name: "郴州",
        full_name: "郴州市",
        weight: 52,
        dialing_code: "0735",
        counties: &[(2, "北湖区"), (3, "苏仙区"), (21, "桂阳县"), (23, "永兴县"), (81, "资兴市")],
    },
    City {
        prefix: 4311,
        name: "永州",
        full_name: "永州市",
        weight: 44,
        dialing_code: "0746",
        counties: &[(2, "零陵区"), (3, "冷水滩区"), (24, "道县"), (26, "宁远县"), (81, "祁阳市")],
    },
    City {
        prefix: 4312,
        name: "怀化",
        full_name: "怀化市",
        weight: 42,
        dialing_code: "0745",
        counties: &[(2, "鹤城区"), (21, "中方县"), (22, "沅陵县"), (24, "溆浦县"), (81, "洪江市")],
    },
    City {
        prefix: 4313,
        name: "娄底",
        full_name: "娄底市",
        weight: 34,
        dialing_code: "0738",
        counties: &[(2, "娄星区"), (21, "双峰县"), (22, "新化县"), (81, "冷水江市"), (82, "涟源市")],
    },
    City {
        prefix: 4331,
        name: "湘西",
        full_name: "湘西土家族苗族自治州",
        weight: 18,
        dialing_code: "0743",
        counties: &[(1, "吉首市"), (23, "凤凰县"), (24, "花垣县"), (27, "永顺县"), (30, "龙山县")],
    },
];

/// Cities outside the province where some units are seated: code of the registering district, name.
pub const ELSEWHERE: &[(u32, &str)] =
    &[(440_305, "深圳"), (420_106, "武汉"), (360_104, "南昌"), (440_106, "广州"), (110_105, "北京"), (310_115, "上海")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cities_are_those_of_the_pool_and_their_weights_are_a_thousand() {
        let areas: Vec<Area> = CITIES.iter().map(City::area).collect();
        let pool: Vec<Area> = Area::pool_areas()[1..].iter().map(|named| named.area).collect();
        assert_eq!(areas, pool);
        assert_eq!(CITIES.iter().map(|city| city.weight).sum::<u32>(), 1000);
        for city in CITIES {
            assert_eq!(city.area().zh(), city.full_name);
            for county in 0..city.counties.len() {
                assert_eq!(area(city.county_code(county)).city(), city.area());
            }
        }
    }
}

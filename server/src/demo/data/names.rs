//! Names of people: surnames as frequent as they are in the province, given names of both sexes, some double surnames, names
//! with the middle dot, and rare characters that break what takes two bytes for a character.

use rules::expert::resident_id::Sex;

use super::chance::Chance;

/// A name; `surname` when it is given, as among siblings.
pub fn name(chance: &mut Chance, sex: Sex, surname: Option<&str>) -> String {
    if surname.is_none() && chance.per_mille(DOTTED_PER_MILLE) {
        let (given, family) = match sex {
            Sex::Male => (DOTTED_MEN, DOTTED_FATHERS),
            Sex::Female => (DOTTED_WOMEN, DOTTED_FATHERS),
        };
        return format!("{}·{}", chance.pick(given), chance.pick(family));
    }
    let surname = surname.map_or_else(|| drawn_surname(chance), ToOwned::to_owned);
    let mut given = drawn_given(chance, sex);
    if chance.per_mille(RARE_PER_MILLE) {
        given.pop();
        given.push(chance.pick(RARE));
    }
    surname + &given
}

/// The surname of a name without a dot: double ones are known, others are one character.
pub fn surname_of(name: &str) -> Option<&str> {
    if name.contains('·') {
        return None;
    }
    DOUBLE_SURNAMES.iter().find(|double| name.starts_with(**double)).copied().or_else(|| {
        let first = name.chars().next()?;
        Some(&name[..first.len_utf8()])
    })
}

fn drawn_surname(chance: &mut Chance) -> String {
    if chance.per_mille(DOUBLE_PER_MILLE) {
        return chance.pick(DOUBLE_SURNAMES).to_owned();
    }
    chance.weighted(SURNAMES).to_string()
}

fn drawn_given(chance: &mut Chance, sex: Sex) -> String {
    let (first, last) = match sex {
        Sex::Male => (MEN_FIRST, MEN_LAST),
        Sex::Female => (WOMEN_FIRST, WOMEN_LAST),
    };
    let nth = |chance: &mut Chance, list: &str| {
        let count = list.chars().count();
        list.chars().nth(chance.below(count)).expect("below the count")
    };
    let last = nth(chance, last);
    if chance.per_mille(SINGLE_PER_MILLE) {
        return last.to_string();
    }
    let mut first = nth(chance, first);
    if first == last {
        first = '明';
    }
    String::from_iter([first, last])
}

const DOTTED_PER_MILLE: usize = 5;
const DOUBLE_PER_MILLE: usize = 6;
const RARE_PER_MILLE: usize = 5;
const SINGLE_PER_MILLE: usize = 130;

/// Surnames with weights; the order follows how often they are met in Hunan, roughly.
const SURNAMES: &[(char, u32)] = &[
    ('刘', 660),
    ('李', 640),
    ('陈', 520),
    ('王', 430),
    ('周', 400),
    ('张', 390),
    ('杨', 330),
    ('黄', 310),
    ('罗', 290),
    ('唐', 260),
    ('彭', 250),
    ('谭', 220),
    ('胡', 220),
    ('肖', 210),
    ('曾', 200),
    ('邓', 190),
    ('何', 180),
    ('吴', 180),
    ('谢', 170),
    ('曹', 150),
    ('蒋', 140),
    ('朱', 130),
    ('徐', 130),
    ('欧', 120),
    ('易', 120),
    ('袁', 120),
    ('龙', 110),
    ('廖', 110),
    ('贺', 100),
    ('郭', 100),
    ('尹', 95),
    ('熊', 95),
    ('赵', 95),
    ('孙', 85),
    ('段', 80),
    ('文', 80),
    ('夏', 75),
    ('向', 75),
    ('田', 75),
    ('石', 70),
    ('戴', 70),
    ('许', 65),
    ('邹', 65),
    ('姚', 60),
    ('郑', 60),
    ('钟', 60),
    ('高', 55),
    ('宋', 55),
    ('莫', 50),
    ('阳', 50),
    ('丁', 50),
    ('汤', 50),
    ('沈', 45),
    ('雷', 45),
    ('余', 45),
    ('吕', 40),
    ('范', 40),
    ('任', 40),
    ('傅', 40),
    ('苏', 40),
    ('魏', 35),
    ('潘', 35),
    ('卢', 35),
    ('方', 35),
    ('柳', 30),
    ('舒', 30),
    ('瞿', 30),
    ('符', 30),
    ('童', 25),
    ('佘', 25),
    ('凌', 25),
    ('喻', 25),
    ('粟', 20),
    ('滕', 20),
    ('覃', 20),
    ('郁', 15),
    ('匡', 15),
    ('卿', 15),
    ('仇', 8),
    ('单', 8),
    ('尧', 6),
    ('禹', 6),
    ('昝', 3),
    ('逄', 3),
];

const DOUBLE_SURNAMES: &[&str] = &["欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "令狐", "尉迟", "公孙", "司徒"];

const MEN_FIRST: &str = "建国志文明永家振俊立海德兴光学少伟新春正世景云卫红长友宏运祥子一浩宇泽天启承凯鸿";
const MEN_LAST: &str = "华强平军辉勇斌峰林波涛杰鹏磊毅刚清松云武民荣贵生成才良龙飞宁健超然轩宇航远博晖铭钧庆诚";
const WOMEN_FIRST: &str = "丽秀玉小晓春雪雅素淑美慧佳思诗文若艳红桂月冬金爱志云凤婉梦静紫羽怡";
const WOMEN_LAST: &str = "芳英兰梅娟敏玲霞萍燕红琴莉娜珍平华蓉婷莹琳倩颖洁欣怡瑶妍菲薇璇岚湘慧云雯";

/// Characters beyond the usual two bytes, or in fonts of few: extension A, B and E of Unicode, and a dragon twice over.
const RARE: &[char] = &['𠮷', '䶮', '㛃', '𬭼', '龘', '𬱖', '㳘', '𫖯', '㬎', '𬸚', '𪩘', '㻬', '犇', '㙓'];

const DOTTED_MEN: &[&str] = &["木合塔尔", "艾尼瓦尔", "阿不都拉", "巴特尔", "扎西", "麦麦提", "热合曼", "努尔兰"];
const DOTTED_WOMEN: &[&str] = &["阿依古丽", "古丽娜尔", "热依汗", "卓玛", "其其格", "帕提古丽", "米日古丽"];
const DOTTED_FATHERS: &[&str] = &["艾力", "买买提", "玉素甫", "吾买尔", "多吉", "额尔敦", "赛买提", "达吾提", "依明"];

#[cfg(test)]
mod tests {
    use super::super::chance::Purpose;
    use super::*;

    #[test]
    fn every_name_is_one_that_the_rules_store_as_it_is() {
        let mut chance = Chance::of(3, Purpose::Person, 0);
        let names: Vec<String> =
            (0..20_000).map(|n| name(&mut chance, if n % 4 == 0 { Sex::Female } else { Sex::Male }, None)).collect();
        for name in &names {
            assert_eq!(rules::text::person_name(name).as_ref(), Ok(name));
        }
        let share = |test: &dyn Fn(&str) -> bool| names.iter().filter(|name| test(name)).count();
        assert!((40..200).contains(&share(&|name| name.contains('·'))));
        assert!((60..180).contains(&share(&|name| name.contains(RARE))));
        assert!(share(&|name| name.starts_with("欧阳")) > 3);
        let astral = share(&|name| name.chars().any(|c| u32::from(c) > 0xFFFF));
        assert!(astral > 10, "{astral} names need four bytes a character");
    }

    #[test]
    fn a_surname_is_one_character_or_a_known_pair() {
        for (name, surname) in [("欧阳明", Some("欧阳")), ("李𠮷", Some("李")), ("扎西·多吉", None)] {
            assert_eq!(surname_of(name), surname);
        }
        let mut chance = Chance::of(3, Purpose::Person, 1);
        assert!(name(&mut chance, Sex::Male, Some("粟")).starts_with('粟'));
    }
}

//! Brands of units: three invented characters and 演示. Any two differ in at least two characters, so that units look alike
//! only where the demo wants them to; nobody's company carries such a name.

/// The brand of a number below `BRAND_COUNT`.
pub fn brand(number: usize) -> String {
    let mixed = (number * 5477 + 1303) % BRAND_COUNT;
    let (first, second) = (mixed % SIZE, mixed / SIZE);
    // Equal in one place, two brands differ in the other and in the third, whose step is invertible modulo a prime.
    let third = (3 * first + 5 * second + 7) % SIZE;
    let signs: Vec<char> = SIGNS.chars().collect();
    [signs[first], signs[second], signs[third]].into_iter().chain("演示".chars()).collect()
}

/// Number of characters, a prime.
const SIZE: usize = 97;
/// Brands that there are.
pub const BRAND_COUNT: usize = SIZE * SIZE;

const SIGNS: &str = "岚嵘漪沅澧汨湄濂浯潇岳麓橘洲舂邵桂荷芷蕙兰蘅枫樟楠桐柏槿棠梓榆杉竹筠笙簧瑟琮璜珩琪瑾瑜瑶璟璞玥霁霖霏霄\
                     曦晗昕昀晟昶煜炜烨焕熠钰铄锦锐镕鑫翊翎翮翱骐骥骁驰鹄鹂鹭麒麟羲彝鼎衡鉴阙阁亭轩榭廊桥渡津埠浦";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn any_two_brands_differ_in_two_characters() {
        let distinct: BTreeSet<char> = SIGNS.chars().collect();
        assert_eq!((distinct.len(), SIGNS.chars().count()), (SIZE, SIZE));
        let brands: Vec<String> = (0..400).map(brand).collect();
        for (index, one) in brands.iter().enumerate() {
            for other in &brands[index + 1..] {
                let same = one.chars().zip(other.chars()).filter(|(a, b)| a == b).count();
                assert!(same <= 3, "{one} {other}");
            }
        }
    }
}

//! Four words for a commitment: what people in a room compare by eye between the hall screen, their phones and
//! the paper that they sign. 48 bits.

use crate::hash::Hash;

/// The four words of a hash, two characters each.
pub fn four_words(hash: &Hash) -> [String; 4] {
    let bits = hash.0[..6].iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let six = |at: usize| (bits >> (42 - 6 * at) & 63) as usize;
    let letter = |row: &str, at: usize| row.chars().nth(six(at)).expect("a row has 64 characters");
    std::array::from_fn(|word| [letter(FIRST, 2 * word), letter(SECOND, 2 * word + 1)].iter().collect())
}

const FIRST: &str = "金银铜铁木水火土青红黄白黑紫蓝绿东南西北春夏秋冬风云雨雪日月星天山江海湖石玉竹松梅兰菊荷龙虎马牛羊鹿鹤鱼大小高长新老清明远近快慢";
const SECOND: &str = "桥塔门窗灯钟鼓琴船车路城村田园林峰谷泉溪岛港湾堤井池亭楼台阁院墙书笔纸墨画诗歌舞杯壶碗盘刀剑弓箭衣帽鞋伞米麦茶酒盐糖果花草叶根种";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_first_48_bits() {
        let mut hash = Hash([0; 32]);
        assert_eq!(four_words(&hash), ["金桥"; 4].map(str::to_owned));
        hash.0[..6].copy_from_slice(&[0xff; 6]);
        assert_eq!(four_words(&hash), ["慢种"; 4].map(str::to_owned));
        hash.0[..6].copy_from_slice(&[0b0000_0100, 0b0010_0000, 0b1100_0100, 0, 0, 1]);
        assert_eq!(four_words(&hash), ["银门", "铁灯", "金桥", "金塔"].map(str::to_owned));
    }

    #[test]
    fn rows_have_64_different_characters_and_stand_in_the_document() {
        let all: std::collections::BTreeSet<char> = FIRST.chars().chain(SECOND.chars()).collect();
        assert_eq!((FIRST.chars().count(), SECOND.chars().count(), all.len()), (64, 64, 128));
        let document = include_str!("../../docs/DRAW.md");
        assert!(document.contains(FIRST) && document.contains(SECOND));
    }
}

//! Chinese names as they sound in each generation. The surnames carry weights roughly as often as they are met; given
//! names are put together from lists that were in fashion when the person was born. Any likeness to a real person is chance.

use crate::dice::Dice;
use tb_people::Sex;

/// Surnames with their rough frequency, in parts of ten thousand.
#[rustfmt::skip]
const SURNAMES: &[(&str, u32)] = &[
    ("王", 724), ("李", 719), ("张", 683), ("刘", 517), ("陈", 472), ("杨", 303), ("赵", 221), ("黄", 221), ("周", 207),
    ("吴", 202), ("徐", 154), ("孙", 151), ("胡", 131), ("朱", 130), ("高", 121), ("林", 118), ("何", 117), ("郭", 115),
    ("马", 112), ("罗", 104), ("梁", 95), ("宋", 93), ("郑", 91), ("谢", 84), ("韩", 79), ("唐", 76), ("冯", 74),
    ("于", 73), ("董", 71), ("萧", 60), ("程", 65), ("曹", 64), ("袁", 63), ("邓", 62), ("许", 66), ("傅", 58),
    ("沈", 57), ("曾", 56), ("彭", 55), ("吕", 54), ("苏", 53), ("卢", 52), ("蒋", 51), ("蔡", 50), ("贾", 47),
    ("丁", 46), ("魏", 50), ("薛", 42), ("叶", 45), ("阎", 40), ("余", 43), ("潘", 43), ("杜", 44), ("戴", 37),
    ("夏", 38), ("钟", 38), ("汪", 38), ("田", 42), ("任", 40), ("姜", 39), ("范", 38), ("方", 36), ("石", 35),
    ("姚", 37), ("谭", 36), ("廖", 35), ("邹", 33), ("熊", 33), ("金", 35), ("陆", 34), ("郝", 30), ("孔", 28),
    ("白", 30), ("崔", 31), ("康", 27), ("毛", 27), ("邱", 30), ("秦", 30), ("江", 29), ("史", 27), ("顾", 28),
    ("侯", 28), ("邵", 26), ("孟", 27), ("龙", 25), ("万", 25), ("段", 25), ("雷", 24), ("钱", 26), ("汤", 24),
    ("尹", 24), ("黎", 23), ("易", 22), ("常", 22), ("武", 22), ("乔", 21), ("贺", 22), ("赖", 20), ("龚", 21),
    ("文", 20), ("欧阳", 6), ("司马", 1), ("上官", 1), ("诸葛", 1),
];

/// First and second characters of given names in one generation.
struct Fashion {
    first: &'static [&'static str],
    second: &'static [&'static str],
    /// Names of one character.
    short: &'static [&'static str],
    /// How often the name is short, in a thousand.
    short_per_mille: u32,
}

const OLD_WOMEN: Fashion = Fashion {
    first: &[
        "桂", "秀", "玉", "淑", "凤", "素", "兰", "金", "月", "美", "惠", "翠", "文", "慧", "佩", "静", "云", "爱",
    ],
    second: &[
        "英", "兰", "珍", "芳", "华", "琴", "芝", "云", "香", "梅", "贞", "娥", "霞", "莲", "清", "娟", "凤", "荣",
    ],
    short: &["英", "芬", "芝", "珍", "敏", "梅", "兰"],
    short_per_mille: 90,
};
const OLD_MEN: Fashion = Fashion {
    first: &[
        "德", "国", "志", "文", "永", "建", "家", "宝", "长", "世", "正", "明", "福", "光", "振", "忠", "庆", "玉",
    ],
    second: &[
        "明", "华", "祥", "林", "发", "荣", "贵", "生", "才", "义", "根", "和", "山", "清", "新", "福", "平", "安",
    ],
    short: &["强", "斌", "健", "平", "义", "诚"],
    short_per_mille: 110,
};
const MIDDLE_WOMEN: Fashion = Fashion {
    first: &[
        "丽", "红", "晓", "海", "春", "雪", "建", "亚", "文", "小", "秋", "冬", "玉", "志", "永", "立", "新", "彩",
    ],
    second: &[
        "华", "梅", "霞", "燕", "萍", "玲", "芳", "英", "娟", "敏", "琴", "洁", "红", "莉", "云", "珍", "荣", "平",
    ],
    short: &["丽", "敏", "静", "艳", "娟", "霞", "燕", "萍", "红", "玲", "芳", "洁"],
    short_per_mille: 380,
};
const MIDDLE_MEN: Fashion = Fashion {
    first: &[
        "建", "志", "国", "卫", "永", "海", "文", "晓", "新", "立", "学", "春", "俊", "伟", "少", "金", "长", "向",
    ],
    second: &[
        "国", "军", "强", "明", "平", "华", "民", "刚", "东", "生", "斌", "峰", "林", "辉", "勇", "杰", "红", "波",
    ],
    short: &["伟", "强", "军", "勇", "涛", "磊", "斌", "刚", "杰", "峰", "波", "健"],
    short_per_mille: 400,
};
const YOUNG_WOMEN: Fashion = Fashion {
    first: &[
        "雨", "思", "欣", "子", "佳", "梦", "诗", "心", "晨", "语", "若", "一", "可", "嘉", "梓", "雅", "静", "婉",
    ],
    second: &[
        "涵", "怡", "琪", "彤", "萱", "妍", "悦", "洁", "宁", "瑶", "雯", "琳", "颖", "慧", "然", "婷", "菲", "清",
    ],
    short: &["婷", "雪", "倩", "颖", "瑶", "琳", "洁", "悦", "慧"],
    short_per_mille: 260,
};
const YOUNG_MEN: Fashion = Fashion {
    first: &[
        "子", "浩", "宇", "俊", "梓", "天", "博", "嘉", "志", "一", "昊", "明", "家", "文", "思", "泽", "睿", "晨",
    ],
    second: &[
        "轩", "然", "涵", "杰", "豪", "宇", "泽", "阳", "航", "辰", "鑫", "文", "睿", "翔", "哲", "凯", "远", "毅",
    ],
    short: &["浩", "鑫", "杰", "超", "凯", "鹏", "宇", "晨", "阳"],
    short_per_mille: 280,
};

fn fashion(sex: Sex, born: i16) -> &'static Fashion {
    match (sex, born) {
        (Sex::Female, ..=1957) => &OLD_WOMEN,
        (Sex::Male, ..=1957) => &OLD_MEN,
        (Sex::Female, ..=1987) => &MIDDLE_WOMEN,
        (Sex::Male, ..=1987) => &MIDDLE_MEN,
        (Sex::Female, _) => &YOUNG_WOMEN,
        (Sex::Male, _) => &YOUNG_MEN,
    }
}

/// A surname.
pub(crate) fn surname(dice: &Dice) -> &'static str {
    dice.weighted(SURNAMES).unwrap_or("王")
}

/// A given name as parents chose it in the year `born`.
pub(crate) fn given_name(dice: &Dice, sex: Sex, born: i16) -> String {
    let fashion = fashion(sex, born);
    if dice.chance(fashion.short_per_mille) {
        return dice.pick(fashion.short).copied().unwrap_or("敏").to_owned();
    }
    let first = dice.pick(fashion.first).copied().unwrap_or("文");
    let second = fashion.second[dice.below(fashion.second.len())];
    // Nobody is called 华华.
    let second = if second == first { fashion.second[0] } else { second };
    format!("{first}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use tb_people::PersonName;

    #[test]
    fn every_name_is_one_the_register_takes() {
        let dice = Dice::of(11, "names");
        let mut different = BTreeSet::new();
        for year in (1930..2008).cycle().take(4000) {
            for sex in [Sex::Female, Sex::Male] {
                let surname = surname(&dice);
                let name = format!("{surname}{}", given_name(&dice, sex, year));
                let read = PersonName::parse(&name).unwrap_or_else(|code| panic!("{name}: {code}"));
                assert_eq!(read.surname(), surname, "{name}");
                different.insert(name);
            }
        }
        assert!(different.len() > 4000, "{} different names", different.len());
    }

    #[test]
    fn common_surnames_are_common() {
        let dice = Dice::of(12, "surnames");
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for _ in 0..10_000 {
            *seen.entry(surname(&dice)).or_default() += 1;
        }
        assert!(seen["王"] > 600 && seen["王"] < 1300, "{}", seen["王"]);
        assert!(seen["王"] > 4 * seen["孔"]);
        let listed: BTreeSet<&str> = SURNAMES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed.len(), SURNAMES.len(), "a surname stands twice");
    }
}

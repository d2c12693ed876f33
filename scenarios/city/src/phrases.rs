//! What people of the simulation write: notes, reasons, remarks. Typed by them, so not in the catalogue of sentences.

use crate::dice::Dice;

const NOTES: [&str; 16] = [
    "没有电梯，请慢慢走。",
    "门铃坏了，请敲门。",
    "家里有一只小狗，不咬人。",
    "耳朵不太好，请大声一点。",
    "腿脚不便，开门会慢一些。",
    "请带一次性鞋套。",
    "想顺便聊聊天。",
    "血压高，请不要着急。",
    "需要带老花镜和医保卡。",
    "厨房水龙头有点漏。",
    "请提前十分钟打电话。",
    "楼道灯坏了，请带手电。",
    "爱听戏，可以一起听。",
    "怕生，第一次来请先说明来意。",
    "钥匙在邻居家。",
    "想学用手机挂号。",
];
const REMARKS: [&str; 14] = [
    "很有耐心，谢谢。",
    "准时，做事仔细。",
    "陪我说了好多话，心里高兴。",
    "饭菜合口味。",
    "像自家孩子一样。",
    "下次还想请您来。",
    "窗户擦得真亮。",
    "路上一直扶着我，很放心。",
    "讲得慢，我都听懂了。",
    "来得稍微晚了一点，但很热心。",
    "药都按时取回来了。",
    "人很和气。",
    "老人家很客气，聊得开心。",
    "收拾得干干净净。",
];
const CANNOT_COME: [&str; 6] = [
    "临时加班，来不了，抱歉。",
    "家里老人住院，需要陪护。",
    "身体不舒服，怕传染给老人。",
    "孩子学校有事。",
    "出差，今天赶不回来。",
    "下雨路远，老伴不放心。",
];
const NOT_NEEDED: [&str; 6] = [
    "女儿回来了，不用麻烦了。",
    "改天再去医院。",
    "邻居帮忙做好了。",
    "住院了，先取消。",
    "天气不好，不出门了。",
    "亲戚接去住几天。",
];
const RATHER_NOT: [&str; 3] = ["想请一位女同志来。", "那天时间对不上。", "希望还是上次那位志愿者。"];
const DISPUTES: [&str; 4] =
    ["没有做满说好的时间。", "来的人和说的不是同一位。", "提前走了半个小时。", "只打扫了一间屋。"];
const GROUNDS: [&str; 4] = [
    "电话回访双方，按实际服务时间认定。",
    "查看签到签退记录后认定。",
    "双方各退一步，按一半认定。",
    "老人记错了时间，按记录认定。",
];
const DOUBTS: [&str; 3] =
    ["抽查发现当天老人住院，服务不实。", "同一时段另有居家养老订单。", "回访时老人表示没有这次服务。"];

/// One of a list of phrases.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phrase {
    Note,
    Remark,
    CannotCome,
    NotNeeded,
    RatherNot,
    Dispute,
    Grounds,
    Doubt,
}

impl Phrase {
    pub(crate) fn said(self, dice: &Dice) -> String {
        let list: &[&str] = match self {
            Phrase::Note => &NOTES,
            Phrase::Remark => &REMARKS,
            Phrase::CannotCome => &CANNOT_COME,
            Phrase::NotNeeded => &NOT_NEEDED,
            Phrase::RatherNot => &RATHER_NOT,
            Phrase::Dispute => &DISPUTES,
            Phrase::Grounds => &GROUNDS,
            Phrase::Doubt => &DOUBTS,
        };
        dice.pick(list).copied().unwrap_or("。").to_owned()
    }
}

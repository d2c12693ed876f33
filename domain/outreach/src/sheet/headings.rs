//! What a column means, guessed from its heading. Only a guess: the mapping page shows it and a person says yes.

use tb_policy::Trait;

macro_rules! fields {
    ($($name:ident = $code:literal),+ $(,)?) => {
        /// What a column can be read as.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($name),+ }
        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$name),+];
            pub const fn code(self) -> &'static str {
                match self { $(Field::$name => $code),+ }
            }
            pub fn parse(code: &str) -> Option<Field> {
                match code { $($code => Some(Field::$name),)+ _ => None }
            }
        }
    };
}

fields! {
    Name = "name",
    IdNo = "id_no",
    Phone = "phone",
    Street = "street",
    Community = "community",
    Address = "address",
    EmergencyName = "emergency_name",
    EmergencyPhone = "emergency_phone",
    EmergencyRelation = "emergency_relation",
    // Words about the elder: kinds, self-care ability.
    Traits = "traits",
    LivingAlone = "living_alone",
    EmptyNest = "empty_nest",
    LeftBehindRural = "left_behind_rural",
    LowIncome = "low_income",
    SemiDisabled = "semi_disabled",
    Disabled = "disabled",
    Dementia = "dementia",
    Handicap = "handicap",
    FamilyPlanningSpecial = "family_planning_special",
    UrgentDifficulty = "urgent_difficulty",
    CareNeeded = "care_needed",
    Willing = "willing",
    // Of an ability assessment.
    Level = "level",
    AssessedOn = "assessed_on",
    ValidUntil = "valid_until",
    Assessor = "assessor",
}

impl Field {
    /// The trait that a yes-or-no column is about.
    pub(crate) const fn of_trait(self) -> Option<Trait> {
        match self {
            Field::LivingAlone => Some(Trait::LivingAlone),
            Field::EmptyNest => Some(Trait::EmptyNest),
            Field::LeftBehindRural => Some(Trait::LeftBehindRural),
            Field::LowIncome => Some(Trait::LowIncome),
            Field::SemiDisabled => Some(Trait::SemiDisabled),
            Field::Disabled => Some(Trait::Disabled),
            Field::Dementia => Some(Trait::Dementia),
            Field::Handicap => Some(Trait::Handicap),
            Field::FamilyPlanningSpecial => Some(Trait::FamilyPlanningSpecial),
            Field::UrgentDifficulty => Some(Trait::UrgentDifficulty),
            Field::CareNeeded => Some(Trait::CareNeeded),
            _ => None,
        }
    }
    /// May stand over several columns.
    pub const fn repeats(self) -> bool {
        matches!(self, Field::Traits)
    }
    /// Is of use in a file of this kind.
    pub const fn fits(self, kind: crate::model::ImportKind) -> bool {
        use crate::model::ImportKind;
        let assessment = matches!(self, Field::Level | Field::AssessedOn | Field::ValidUntil | Field::Assessor);
        match kind {
            ImportKind::Register => !assessment,
            ImportKind::Assessments => assessment || matches!(self, Field::Name | Field::IdNo),
        }
    }
}

/// Words of headings, the most particular first. The second list must not occur.
const WORDS: &[(Field, &[&str], &[&str])] = &[
    (Field::EmergencyRelation, &["与老人关系", "与本人关系", "联系人关系", "关系"], &[]),
    (
        Field::EmergencyPhone,
        &[
            "联系人电话",
            "联系人手机",
            "联系人联系",
            "子女电话",
            "监护人电话",
            "家属电话",
            "紧急电话",
            "紧急联系电话",
            "紧急联系方式",
        ],
        &[],
    ),
    (Field::EmergencyName, &["紧急联系人", "联系人", "监护人", "子女姓名", "家属"], &["电话", "手机"]),
    (Field::IdNo, &["身份证", "证件号", "公民身份", "idno", "idnumber", "identity"], &["地址"]),
    (Field::Assessor, &["评估员", "评估人", "评估机构", "assessor"], &[]),
    (Field::AssessedOn, &["评估日期", "评估时间", "assessedon"], &["有效"]),
    (Field::ValidUntil, &["有效期", "到期", "有效至", "validuntil"], &[]),
    (Field::Level, &["能力等级", "评估等级", "评估结果", "失能等级", "能力级别", "level"], &[]),
    (Field::Name, &["姓名", "老人名", "name"], &["社区", "街道"]),
    (Field::Phone, &["电话", "手机", "联系方式", "phone", "mobile"], &[]),
    (Field::Street, &["街道", "乡镇", "镇街", "街镇", "street"], &["地址"]),
    (Field::Community, &["社区", "村居", "居委", "村委", "所属村", "行政村", "community"], &["地址"]),
    (Field::Address, &["住址", "地址", "门牌", "居住地", "address"], &["户籍"]),
    (Field::LivingAlone, &["独居", "livingalone"], &["类别", "类型"]),
    (Field::EmptyNest, &["空巢"], &["类别", "类型"]),
    (Field::LeftBehindRural, &["留守"], &["类别", "类型"]),
    (Field::LowIncome, &["低保", "低收入", "困难", "特困"], &["急难", "类别", "类型"]),
    (Field::SemiDisabled, &["半失能", "半自理"], &[]),
    (Field::Disabled, &["失能"], &["半失能"]),
    (Field::Dementia, &["失智", "认知障碍"], &[]),
    (Field::Handicap, &["残疾", "重残"], &[]),
    (Field::FamilyPlanningSpecial, &["计生", "失独", "特扶"], &[]),
    (Field::UrgentDifficulty, &["急难"], &[]),
    (Field::CareNeeded, &["需照护", "照护需求"], &[]),
    (Field::Willing, &["意愿", "愿意", "willing"], &[]),
    (Field::Traits, &["类别", "人员类型", "老人类型", "自理", "身体状况", "能力", "特征", "traits"], &[]),
];

/// The field a heading most likely means.
pub(crate) fn guess(heading: &str) -> Option<Field> {
    let plain: String =
        crate::check::narrow(heading).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.is_empty() || plain.chars().count() > 24 {
        return None;
    }
    let holds = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    WORDS.iter().find(|(_, words, not)| holds(words) && !holds(not)).map(|(field, ..)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_real_lists_are_understood() {
        for (heading, field) in [
            ("姓名", Field::Name),
            ("老年人姓名*", Field::Name),
            ("身份证号码（18位）", Field::IdNo),
            ("联系电话", Field::Phone),
            ("紧急联系人", Field::EmergencyName),
            ("紧急联系人电话", Field::EmergencyPhone),
            ("与老人关系", Field::EmergencyRelation),
            ("所属社区", Field::Community),
            ("街道（镇）", Field::Street),
            ("现居住地址", Field::Address),
            ("是否独居", Field::LivingAlone),
            ("是否低保", Field::LowIncome),
            ("是否半失能", Field::SemiDisabled),
            ("是否失能", Field::Disabled),
            ("老人类别", Field::Traits),
            ("注册意愿", Field::Willing),
            ("能力等级", Field::Level),
            ("评估日期", Field::AssessedOn),
            ("有效期至", Field::ValidUntil),
        ] {
            assert_eq!(guess(heading), Some(field), "{heading}");
        }
        for none in ["", "序号", "备注", "王桂英", "性别", "320102194001010021"] {
            assert_eq!(guess(none), None, "{none}");
        }
    }

    #[test]
    fn every_code_reads_back() {
        for field in Field::ALL {
            assert_eq!(Field::parse(field.code()), Some(*field));
        }
    }
}

//! Invented experts for the benchmarks: the same number makes the same person. Only the shape matters: names that repeat as
//! real ones do, three employments, three specialties with a few frequent ones, mostly active.

use hengjian::app::App;
use jiff::civil::{Date, date};
use rules::area::Area;
use rules::expert::file::{Employment, ExpertFile};
use rules::expert::model::{EmploymentKind, State, Term};
use rules::expert::{BankAccount, Phone, ResidentId, SpecialtyCode};
use rules::id::{ExpertId, UnitId};
use rules::time::Month;

/// Numbers that look random and come again in every run (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub const fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.roll(list.len() as u64);
        list[usize::try_from(at).expect("an index")]
    }
}

/// The expert of a number.
pub fn expert(app: &App, number: u64, units: &[UnitId]) -> ExpertFile {
    let mut dice = Dice::new(number);
    let cities = &Area::pool_areas()[1..];
    let terms = [dice.roll(10) < 8, dice.roll(10) < 5];
    let evaluation = (terms[0] || !terms[1]).then(|| term(&mut dice));
    let state = match dice.roll(100) {
        0..=2 => State::OnLeave,
        3..=4 => State::Suspended,
        5..=7 => State::Exited,
        _ => State::Active,
    };
    let employments = (0..3).map(|at| employment(&mut dice, at, units)).collect();
    ExpertFile {
        id: ExpertId::from_uuid(app.uuid()),
        index: None,
        number: None,
        area: dice.pick(cities).area,
        state,
        state_reason: None,
        state_from: date(2026, 1, 1),
        state_until: None,
        name: name(&mut dice),
        id_number: id_number(number),
        phone: Phone::mobile(&format!("13{number:09}")).expect("a mobile"),
        second_phone: None,
        address: Some(format!("湖南省长沙市岳麓区麓山路{}号", dice.roll(999))),
        bank_name: Some("中国银行长沙分行".to_owned()),
        bank_account: BankAccount::read(&format!("62170000{number:011}")).ok(),
        unit: Some(dice.pick(units)),
        trained_on: Some(day(&mut dice, 2025)),
        confirmed_on: Some(day(&mut dice, 2026)),
        evaluation,
        review: terms[1].then(|| term(&mut dice)),
        employments,
        kin: vec![],
        licences: vec![],
        declarations: vec![],
        credits: vec![],
        panels: vec![],
        calendar: vec![],
    }
}

/// A full name; some are as frequent as 王伟.
pub fn name(dice: &mut Dice) -> String {
    let frequent = dice.roll(3) == 0;
    let given = if frequent { &GIVEN[..8] } else { GIVEN };
    let mut name = String::from(dice.pick(SURNAMES));
    name.push(dice.pick(given));
    if dice.roll(4) > 0 {
        name.push(dice.pick(given));
    }
    name
}

/// A valid identity number, another for each number.
pub fn id_number(number: u64) -> ResidentId {
    let (born, order) = (number / 900, number % 900);
    let (year, month, day) = (1958 + born / 336 % 40, born / 28 % 12 + 1, born % 28 + 1);
    let digits = format!("430102{year}{month:02}{day:02}{order:03}");
    ResidentId::complete(&digits).expect("an existing day")
}

fn term(dice: &mut Dice) -> Term {
    let mut specialties: Vec<SpecialtyCode> = (0..3).map(|_| specialty(dice)).collect();
    specialties.sort_unstable();
    specialties.dedup();
    Term { title: "高级工程师".to_owned(), from: date(2025, 1, 1), until: day(dice, 2028), specialties }
}

/// One leaf of about 1,700; building works have a third of all.
pub fn specialty(dice: &mut Dice) -> SpecialtyCode {
    let code = match dice.roll(3) {
        0 => format!("A080{}{:02}", dice.roll(9) + 1, dice.roll(12) + 1),
        1 => format!("A{:02}{:02}{:02}", dice.roll(10) + 1, dice.roll(9) + 1, dice.roll(6) + 1),
        _ => format!("B{:02}{:02}{:02}", dice.roll(20) + 1, dice.roll(9) + 1, dice.roll(6) + 1),
    };
    SpecialtyCode::read(&code).expect("a code")
}

fn employment(dice: &mut Dice, at: i16, units: &[UnitId]) -> Employment {
    let from = 2000 + at * 8;
    let month = i8::try_from(dice.roll(12)).expect("below 12") + 1;
    Employment {
        from_month: Month::new(from, month).expect("a month"),
        until_month: (at < 2).then(|| Month::new(from + 7, month).expect("a month")),
        unit: dice.pick(units),
        kind: EmploymentKind::Employed,
    }
}

fn day(dice: &mut Dice, year: i16) -> Date {
    let (month, day) = (dice.roll(12) + 1, dice.roll(28) + 1);
    date(year, i8::try_from(month).expect("a month"), i8::try_from(day).expect("a day"))
}

const SURNAMES: &[char] = &[
    '王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡', '郭', '何', '林', '罗',
    '谭',
];
const GIVEN: &[char] = &[
    '伟', '芳', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明', '超', '秀', '霞', '平',
    '刚', '桂', '英', '华', '玉', '兰', '红', '建', '文', '辉', '力', '𠮷', '云', '峰', '宁', '健', '雪', '琳', '晶',
    '欢', '哲',
];

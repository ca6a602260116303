//! The catalogue of recusal: every rule by its number, what a hit points at, and the figures of the packs that the rules read.

use std::collections::BTreeSet;

use crate::expert::lifecycle::Gate;
use crate::expert::model::{CreditKind, Library};
use crate::pack::{Chain, PackError, Track};
use crate::unit::Share;
use crate::unit::model::{HolderKind, OfficerRole, UnitKind};
use crate::wording::words;

words! {
    /// The rules of recusal.
    pub enum Rule ("回避规则", "recusal rule") {
        /// Worked for a bidder within the years of the pack.
        Employed = "R01", "近年在投标人任职", "worked for a bidder";
        /// Held an office of a bidder within the years of the pack.
        Officer = "R02", "近年任投标人董事、监事等职务", "officer of a bidder";
        /// Controlled a bidder within the years of the pack.
        Controller = "R03", "近年为投标人控股股东或实际控制人", "controller of a bidder";
        /// Near relative of a bidder's legal representative.
        KinLegalRepresentative = "R04", "投标人法定代表人的近亲属", "relative of a bidder's legal representative";
        /// Near relative of a bidder's main officers.
        KinOfficer = "R05", "投标人主要负责人的近亲属", "relative of a bidder's officer";
        /// Shares, loan, consulting pay or patent with a bidder.
        Interest = "R06", "与投标人有经济利益关系", "interest in a bidder";
        /// Staff of the competent or supervising department.
        Department = "R07", "项目主管或行政监督部门人员", "staff of the competent or supervising department";
        /// Ever punished for unlawful acts in bidding.
        EverPunished = "R08a", "曾因招标投标违法受过处罚", "ever punished in bidding";
        /// A record in force confines evaluation.
        Confined = "R08b", "处罚、暂停或失信记录有效期内", "confined by a record in force";
        /// Works for the tenderee, its parent or subsidiary.
        Tenderee = "R09", "在招标人或其上下级单位任职", "works for the tenderee";
        /// Works for another party of the project.
        Party = "R10", "在项目其他参与单位任职", "works for a party of the project";
        /// Works in a bidder's group.
        Group = "R11", "在投标人的关联企业任职", "works in a bidder's group";
        /// Two members of one panel from one unit or group.
        SameUnit = "R12", "同一单位或集团不得两人同组", "two from one unit or group";
        /// Two linked people in one panel.
        LinkedPair = "R13", "有亲属等关联的两人不得同组", "two linked people";
        /// Took part in an earlier stage.
        EarlierStage = "R14", "参加过项目前期工作", "took part in an earlier stage";
        /// Sat on the panel that failed.
        FormerPanel = "R15", "原评标委员会成员", "member of the former panel";
        /// Declared by the expert.
        Declared = "R16", "本人申报回避", "declared by the expert";
        /// In a lawsuit or complaint with a bidder.
        Dispute = "R17", "与投标人有诉讼或投诉", "in dispute with a bidder";
        /// Practising licence registered at a bidder.
        RegisteredAt = "R18", "执业证书注册在投标人", "licence registered at a bidder";
        /// Retired from or re-employed by a bidder.
        Retired = "R19", "自投标人退休或返聘", "retired from a bidder";
        /// Teacher and pupil, co-authors and the like.
        Academic = "R20", "与投标人有师生、合作等关系", "academic tie with a bidder";
        /// From the project's city where the request demands other cities.
        Area = "R21", "须从外地抽取", "from the project's own city";
        /// Booked already.
        Clash = "R22", "评标时间冲突", "booked at the time";
        /// Not in a drawable state.
        State = "R23", "不在可抽取状态", "not in a drawable state";
        /// Sat too often.
        Frequency = "R24", "评标次数超过限制", "sat too often";
        /// The same two together too often; excludes nobody at the pick.
        PairCap = "R25", "两人同组次数过多", "the same two too often";
        /// Statistical bias, confirmed.
        Bias = "R26", "评分倾向经核实", "bias confirmed";
        /// Works for a unit that the request names.
        Requested = "R27", "申请中要求回避的单位", "works for a unit named by the request";
        /// Leader of the tenderee, or near relative.
        TendereeKin = "R28", "招标人负责人及其近亲属", "leader of the tenderee or relative";
        /// The bidder is a person, or a relative.
        NaturalBidder = "R29", "自然人投标人及其近亲属", "the bidder in person or a relative";
    }
}

impl Rule {
    /// Whether the rule reads nothing that is secret before bid opening, so that the request wizard may count it.
    pub const fn is_profile(self) -> bool {
        matches!(self, Self::Department | Self::Area | Self::State)
    }

    /// Whether a hit rests on somebody's judgement, so that the witness asks for the ledger entry that made the fact.
    pub const fn is_judgement(self) -> bool {
        matches!(self, Self::Declared | Self::Dispute | Self::Academic | Self::Bias)
    }
}

words! {
    /// What kind of fact a hit points at.
    pub enum FactKind ("回避依据", "fact") {
        /// The present unit in the expert's file.
        PresentUnit = "unit", "现单位", "present unit";
        /// An employment of the file.
        Employment = "employment", "任职经历", "employment";
        /// A licence of the file.
        Licence = "licence", "执业证书", "licence";
        /// A declaration of the file.
        Declaration = "declaration", "申报", "declaration";
        /// A record of the file.
        Credit = "credit", "信用记录", "credit record";
        /// A panel of the file.
        Panel = "panel", "评标履历", "panel";
        /// A busy span of the file.
        Busy = "busy", "占用日程", "busy span";
        /// A leave, as a span of the calendar or as the state.
        Leave = "leave", "请假", "leave";
        /// The state of the file, or term, age, training or confirmation.
        Standing = "standing", "专家状态", "standing";
        /// The area of the file.
        Area = "area", "所在地区", "area";
        /// An office of the business register.
        Office = "officer", "单位人员登记", "registered office";
        /// A stake of the business register.
        Stake = "equity", "股权", "stake";
    }
}

/// The figures of the packs in force that the rules read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The library that the track draws from.
    pub library: Library,
    /// R01: calendar years, from `recusal.employed_years`.
    pub employed_years: u8,
    /// R02: calendar years, from `recusal.officer_years`.
    pub officer_years: u8,
    /// R02: the offices that count, from `recusal.officer_roles`.
    pub officer_roles: BTreeSet<OfficerRole>,
    /// R03: calendar years, from `recusal.controller_years`.
    pub controller_years: u8,
    /// R07: whether staff of the finance departments never sit, from `recusal.finance_staff_barred`.
    pub finance_barred: bool,
    /// R08a: whether an old punishment bars for life, from `recusal.ever_punished`.
    pub ever_punished: bool,
    /// R08b: the records that confine while in force, from `recusal.confining_records`.
    pub confining: BTreeSet<CreditKind>,
    /// R11: the share from which two units are one group, inclusive, from `recusal.group_share_percent`.
    pub group_share: Share,
    /// R11: the holders that relate nobody, from `recusal.holders_apart`.
    pub holders_apart: BTreeSet<HolderKind>,
    /// R23: what decides whether an expert may be drawn.
    pub gate: Gate,
    /// R24: the caps.
    pub frequency: Frequency,
}

/// The caps of R24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// Panels in one calendar month, from `frequency.panels_per_month_max`.
    pub month_max: usize,
    /// Panels on one day, from `frequency.panels_per_day_max`.
    pub day_max: usize,
    /// Days after a panel on which its tenderee gets no panel with the same expert, from `frequency.tenderee_cool_down_days`.
    pub cool_down_days: i32,
    /// Panels of one tenderee in the period, from `frequency.tenderee_panels_max`.
    pub tenderee_max: usize,
    /// The period in days, from `frequency.tenderee_period_days`.
    pub tenderee_days: i32,
}

impl Figures {
    /// Takes the figures out of the packs in force for a track.
    pub fn of(chain: &Chain, track: Track) -> Result<Self, PackError> {
        Ok(Self {
            library: library_of(track),
            employed_years: small(chain, "recusal.employed_years")?,
            officer_years: small(chain, "recusal.officer_years")?,
            officer_roles: words_of(chain, "recusal.officer_roles", "a list of offices")?,
            controller_years: small(chain, "recusal.controller_years")?,
            finance_barred: chain.flag("recusal.finance_staff_barred")?,
            ever_punished: chain.flag("recusal.ever_punished")?,
            confining: words_of(chain, "recusal.confining_records", "a list of kinds of record")?,
            group_share: share(chain, "recusal.group_share_percent")?,
            holders_apart: words_of(chain, "recusal.holders_apart", "a list of kinds of holder")?,
            gate: chain.gate()?,
            frequency: Frequency {
                month_max: cap(chain, "frequency.panels_per_month_max")?,
                day_max: cap(chain, "frequency.panels_per_day_max")?,
                cool_down_days: small(chain, "frequency.tenderee_cool_down_days")?,
                tenderee_max: cap(chain, "frequency.tenderee_panels_max")?,
                tenderee_days: small(chain, "frequency.tenderee_period_days")?,
            },
        })
    }

    /// Whether a holder of this kind relates nobody.
    pub fn is_apart(&self, kind: HolderKind) -> bool {
        self.holders_apart.contains(&kind)
    }

    /// Whether a unit of this kind relates nobody as a holder.
    pub fn is_unit_apart(&self, kind: UnitKind) -> bool {
        match kind {
            UnitKind::State => self.is_apart(HolderKind::State),
            UnitKind::Fund => self.is_apart(HolderKind::Fund),
            UnitKind::Company | UnitKind::Branch | UnitKind::Government | UnitKind::Institution => false,
        }
    }
}

/// The library that a track draws from.
pub const fn library_of(track: Track) -> Library {
    match track {
        Track::Tender => Library::Evaluation,
        Track::Procurement => Library::Review,
    }
}

fn small<T: TryFrom<i64>>(chain: &Chain, name: &str) -> Result<T, PackError> {
    let number = chain.number(name)?;
    T::try_from(number).map_err(|_| kind(name, "a small whole number"))
}

/// A cap of at least one: a cap of none would let nobody sit.
fn cap(chain: &Chain, name: &str) -> Result<usize, PackError> {
    small(chain, name).and_then(|cap| if cap > 0 { Ok(cap) } else { Err(kind(name, "a number above 0")) })
}

fn share(chain: &Chain, name: &str) -> Result<Share, PackError> {
    Share::read(chain.text(name)?).map_err(|_| kind(name, "a percentage"))
}

fn words_of<T: std::str::FromStr + Ord>(
    chain: &Chain,
    name: &str,
    wanted: &'static str,
) -> Result<BTreeSet<T>, PackError> {
    let words = chain.list(name)?.iter().map(|word| word.parse());
    words.collect::<Result<_, _>>().map_err(|_| kind(name, wanted))
}

fn kind(name: &str, wanted: &'static str) -> PackError {
    PackError::Kind { name: name.to_owned(), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::Area;
    use crate::pack::shipped;
    use jiff::civil::date;

    #[test]
    fn the_shipped_packs_have_every_figure_of_both_tracks() {
        for (track, punished, finance) in [(Track::Tender, true, false), (Track::Procurement, false, true)] {
            let chain = Chain::choose(&shipped(), track, Area::CHANGSHA, date(2026, 12, 1));
            let figures = Figures::of(&chain, track).expect("the figures");
            assert_eq!((figures.employed_years, figures.group_share.to_string().as_str()), (3, "25"));
            assert_eq!((figures.ever_punished, figures.finance_barred), (punished, finance), "{track}");
            assert!(figures.is_unit_apart(UnitKind::State) && !figures.is_unit_apart(UnitKind::Company));
            assert!(!figures.confining.contains(&CreditKind::Warning));
        }
    }

    #[test]
    fn the_wizard_counts_three_rules_and_the_witness_asks_for_four() {
        let codes = |fits: fn(Rule) -> bool| {
            Rule::ALL.iter().filter(|rule| fits(**rule)).map(|rule| rule.code()).collect::<Vec<_>>()
        };
        assert_eq!(codes(Rule::is_profile), ["R07", "R21", "R23"]);
        assert_eq!(codes(Rule::is_judgement), ["R16", "R17", "R20", "R26"]);
        assert_eq!(Rule::ALL.len(), 30, "R08 has two halves");
    }
}

//! The shape of a panel: its size, and how many of it are experts and how many the tenderee's own people. Every refusal names the
//! article that it rests on, as the pack gives it.

use super::model::Method;
use crate::pack::{Chain, PackError, Track};
use crate::wording::Worded;

/// What the law looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Law of the project.
    pub track: Track,
    /// How it is put out.
    pub method: Method,
    /// Seats for drawn experts.
    pub expert_count: u32,
    /// Seats for the tenderee's representatives.
    pub representative_count: u32,
    /// Budget in fen, where known.
    pub budget_fen: Option<i64>,
    /// Technically complex or of large effect.
    pub complex: bool,
    /// A water project.
    pub water: bool,
}

impl Shape {
    /// Members of the panel.
    pub const fn size(&self) -> u32 {
        self.expert_count + self.representative_count
    }

    fn costs(&self, fen: i64) -> bool {
        self.budget_fen.is_some_and(|budget| budget >= fen)
    }

    /// The figure of the pack that sets the smallest size.
    fn least(&self, chain: &Chain) -> Result<&'static str, PackError> {
        if self.track == Track::Tender {
            return Ok(if self.water { "panel.water_size_min" } else { "panel.size_min" });
        }
        match self.method {
            Method::PublicTender | Method::InvitedTender => {
                let large = self.complex || self.costs(chain.number("panel.large_budget_fen")?);
                Ok(if large { "panel.large_size_min" } else { "panel.size_min" })
            }
            Method::Negotiation | Method::Consultation | Method::Inquiry => {
                let large = self.costs(chain.number("panel.public_tender_threshold_fen")?);
                Ok(if large { "panel.negotiation_large_size_min" } else { "panel.negotiation_size_min" })
            }
        }
    }
}

/// Everything that is wrong with a shape; nothing where the panel may be formed.
pub fn check(shape: &Shape, chain: &Chain) -> Result<Vec<PanelFault>, PackError> {
    let size = shape.size();
    let article = |name: &str| chain.figure(name).map(|figure| figure.source.clone());
    let mut faults = Vec::new();
    if chain.flag("panel.size_odd")? && size.is_multiple_of(2) {
        faults.push(PanelFault::Even { size, article: article("panel.size_odd")? });
    }
    let name = shape.least(chain)?;
    let least = chain.number(name)?;
    if i64::from(size) < least {
        faults.push(PanelFault::Small { size, least, article: article(name)? });
    }
    let (part, of) = fraction(chain, "panel.expert_share_min")?;
    if u64::from(shape.expert_count) * of < u64::from(size) * part {
        let article = article("panel.expert_share_min")?;
        faults.push(PanelFault::FewExperts { count: shape.expert_count, size, part, of, article });
    }
    let (part, of) = fraction(chain, "panel.tenderee_share_max")?;
    if u64::from(shape.representative_count) * of > u64::from(size) * part {
        let article = article("panel.tenderee_share_max")?;
        faults.push(PanelFault::ManyRepresentatives { count: shape.representative_count, size, part, of, article });
    }
    Ok(faults)
}

/// Something that the law does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PanelFault {
    /// An even number of members.
    #[error("a panel has an odd number of members, not {size} ({article}); add or leave out a seat")]
    Even {
        /// Members.
        size: u32,
        /// Source in the pack.
        article: String,
    },
    /// Too few members.
    #[error("this panel needs at least {least} members, not {size} ({article}); add seats")]
    Small {
        /// Members.
        size: u32,
        /// Members needed.
        least: i64,
        /// Source in the pack.
        article: String,
    },
    /// Too few drawn experts.
    #[error(
        "at least {part}/{of} of the {size} members are drawn experts, not {count} ({article}); add seats for experts"
    )]
    FewExperts {
        /// Experts.
        count: u32,
        /// Members.
        size: u32,
        /// Numerator of the share.
        part: u64,
        /// Denominator of the share.
        of: u64,
        /// Source in the pack.
        article: String,
    },
    /// Too many of the tenderee's own people.
    #[error(
        "at most {part}/{of} of the {size} members represent the tenderee, not {count} ({article}); leave some out"
    )]
    ManyRepresentatives {
        /// Representatives.
        count: u32,
        /// Members.
        size: u32,
        /// Numerator of the share.
        part: u64,
        /// Denominator of the share.
        of: u64,
        /// Source in the pack.
        article: String,
    },
}

impl PanelFault {
    /// The article that the refusal rests on, as the pack gives it.
    pub fn article(&self) -> &str {
        match self {
            Self::Even { article, .. }
            | Self::Small { article, .. }
            | Self::FewExperts { article, .. }
            | Self::ManyRepresentatives { article, .. } => article,
        }
    }
}

impl Worded for PanelFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Even { .. } => "panel.even",
            Self::Small { .. } => "panel.small",
            Self::FewExperts { .. } => "panel.few_experts",
            Self::ManyRepresentatives { .. } => "panel.many_representatives",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Even { size, article } => format!("评标委员会成员应为单数，现为 {size} 人（{article}），请增减席位"),
            Self::Small { size, least, article } => {
                format!("评标委员会成员不得少于 {least} 人，现为 {size} 人（{article}），请增加席位")
            }
            Self::FewExperts { count, size, part, of, article } => {
                format!(
                    "专家不得少于成员总数的 {part}/{of}，现为 {size} 人中的 {count} 人（{article}），请增加专家席位"
                )
            }
            Self::ManyRepresentatives { count, size, part, of, article } => {
                format!(
                    "招标人（采购人）代表不得超过成员总数的 {part}/{of}，现为 {size} 人中的 {count} 人（{article}），请减少代表"
                )
            }
        }
    }
}

/// A share of the pack written as `2/3`.
fn fraction(chain: &Chain, name: &str) -> Result<(u64, u64), PackError> {
    let wrong = || PackError::Kind { name: name.to_owned(), wanted: "a fraction such as 2/3" };
    let (part, of) = chain.text(name)?.split_once('/').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u64>().ok().filter(|number| (1..=1000).contains(number)).ok_or_else(wrong);
    Ok((number(part)?, number(of)?))
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::chain;
    use super::*;

    const WHOLE: Shape = Shape {
        track: Track::Tender,
        method: Method::PublicTender,
        expert_count: 5,
        representative_count: 0,
        budget_fen: None,
        complex: false,
        water: false,
    };

    #[test]
    fn each_fault_names_its_article() {
        let law = "招标投标法 37";
        let table: [(u32, u32, &[&str]); 8] = [
            (5, 0, &[]),
            (4, 1, &[]),
            (6, 3, &[]),
            (4, 0, &["panel.even", "panel.small"]),
            (6, 0, &["panel.even"]),
            (3, 0, &["panel.small"]),
            (3, 2, &["panel.few_experts", "panel.many_representatives"]),
            (6, 1, &[]),
        ];
        for (expert_count, representative_count, codes) in table {
            let shape = Shape { expert_count, representative_count, ..WHOLE };
            let faults = check(&shape, &chain(Track::Tender)).expect("the figures");
            assert_eq!(
                faults.iter().map(Worded::code).collect::<Vec<_>>(),
                codes,
                "{expert_count} {representative_count}"
            );
            assert!(faults.iter().all(|fault| fault.article() == law && fault.zh().contains(law)));
        }
    }

    #[test]
    fn the_smallest_size_follows_the_work_the_method_and_the_budget() {
        let yuan = |yuan: i64| Some(yuan * 100);
        let procurement = Shape { track: Track::Procurement, ..WHOLE };
        let negotiation = Shape { method: Method::Negotiation, ..procurement };
        let table = [
            (WHOLE, 5),
            (Shape { water: true, ..WHOLE }, 7),
            (Shape { budget_fen: yuan(100_000_000), ..WHOLE }, 5),
            (procurement, 5),
            (Shape { budget_fen: yuan(9_999_999), ..procurement }, 5),
            (Shape { budget_fen: yuan(10_000_000), ..procurement }, 7),
            (Shape { complex: true, method: Method::InvitedTender, ..procurement }, 7),
            (negotiation, 3),
            (Shape { budget_fen: yuan(3_999_999), ..negotiation }, 3),
            (Shape { budget_fen: yuan(4_000_000), ..negotiation }, 5),
            (Shape { method: Method::Inquiry, complex: true, ..negotiation }, 3),
        ];
        for (shape, least) in table {
            let too_small = |expert_count| {
                let faults = check(&Shape { expert_count, ..shape }, &chain(shape.track)).expect("the figures");
                faults.iter().any(|fault| fault.code() == "panel.small")
            };
            assert!(!too_small(least) && too_small(least - 2), "{shape:?}");
        }
    }
}

//! Roles and their reach. One account has one role; what one person may hold beside it, and who sees which area, is decided here.

use crate::area::Area;
use crate::wording::{Worded, words};

words! {
    /// The one role of an account.
    pub enum Role ("角色", "role") {
        /// Runs a draw on the projected screen and prints the record.
        DrawOperator = "draw_operator", "抽取员", "draw operator";
        /// Witnesses draws and watches sessions.
        Supervisor = "supervisor", "监督员", "supervisor";
        /// Files draw requests for its own projects.
        Tenderee = "tenderee", "招标人", "tenderee";
        /// Files draw requests for the projects it is charged with.
        Agency = "agency", "代理机构", "agency";
        /// Keeps the pool of experts.
        PoolOfficer = "pool_officer", "专家库管理员", "pool officer";
        /// Keeps rooms, desks and bookings.
        SiteOfficer = "site_officer", "场地管理员", "site officer";
        /// Keeps fee sheets and the bank file.
        FinanceOfficer = "finance_officer", "财务", "finance officer";
        /// An evaluation expert, on phone-size pages.
        Expert = "expert", "专家", "expert";
        /// Keeps accounts and roles, and nothing else.
        SecurityOfficer = "security_officer", "安全管理员", "security officer";
        /// Keeps the configuration, and nothing else.
        SystemOfficer = "system_officer", "系统管理员", "system officer";
        /// Reads the ledger, and nothing else.
        Auditor = "auditor", "审计员", "auditor";
    }
}

words! {
    /// The life of an account.
    pub enum AccountState ("账号状态", "account state") {
        /// Invited; the invitation has not been accepted.
        Invited = "invited", "待启用", "invited";
        /// May sign in.
        Active = "active", "正常", "active";
        /// Locked after failed sign-ins, until a time or until a security officer unlocks it.
        Locked = "locked", "已锁定", "locked";
        /// Closed for good; the name stays in the ledger.
        Closed = "closed", "已停用", "closed";
    }
}

impl Role {
    /// One of the three officers whose duties are kept apart (三权分立).
    pub const fn is_officer_of_three(self) -> bool {
        matches!(self, Self::SecurityOfficer | Self::SystemOfficer | Self::Auditor)
    }

    /// Whether this role signs in with a password and a second factor; an expert uses the phone and a one-time code.
    pub const fn signs_in_with_password(self) -> bool {
        !matches!(self, Self::Expert)
    }

    /// Whether an account of this role acts for a unit, whose requests it sees.
    pub const fn acts_for_unit(self) -> bool {
        matches!(self, Self::Tenderee | Self::Agency)
    }

    /// Whether the account is bound to its own records instead of an area.
    pub const fn sees_own_only(self) -> bool {
        matches!(self, Self::Tenderee | Self::Agency | Self::Expert)
    }

    /// Whether one person must not hold accounts of both roles.
    ///
    /// The three officers share with nobody; whoever keeps the pool does not draw from it; whoever supervises or is drawn
    /// stands apart from all who file, keep, draw or pay.
    pub const fn excludes(self, other: Self) -> bool {
        if self as u8 == other as u8 {
            return false;
        }
        if self.is_officer_of_three() || other.is_officer_of_three() {
            return true;
        }
        if self.stands_apart() || other.stands_apart() {
            return true;
        }
        matches!((self, other), (Self::PoolOfficer, Self::DrawOperator) | (Self::DrawOperator, Self::PoolOfficer))
    }

    /// Whether an account that had this role may be given the other by a security officer.
    ///
    /// Records made under one role stay attributed to the account, so a change between excluding roles needs a new account.
    pub fn change_to(self, other: Self) -> Result<(), RoleError> {
        if self.excludes(other) { Err(RoleError::Excluded { from: self, to: other }) } else { Ok(()) }
    }

    /// Whether an account of this role may be seated in the area: offices are of the province or of a city, never of a county.
    pub fn seat_in(self, area: Area) -> Result<Area, RoleError> {
        let known = Area::pool_areas().iter().any(|named| named.area == area);
        if known { Ok(area) } else { Err(RoleError::Seat { area }) }
    }

    const fn stands_apart(self) -> bool {
        matches!(self, Self::Supervisor | Self::Expert | Self::Tenderee | Self::Agency)
    }
}

/// How far an account sees: its area with all that it covers, or its own records alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Records of an area.
    Area(Area),
    /// Records that name the account itself.
    Own,
}

impl Scope {
    /// The reach of a role seated in an area.
    pub const fn of(role: Role, area: Area) -> Self {
        if role.sees_own_only() { Self::Own } else { Self::Area(area) }
    }

    /// Whether a record of this area may be seen; own records are decided by the record, not by an area.
    pub const fn permits(self, record: Area) -> bool {
        match self {
            Self::Area(area) => area.covers(record),
            Self::Own => false,
        }
    }
}

/// A role that an account cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// The two roles exclude each other.
    #[error("an account that was {} cannot become {}; close it and invite a new one", from.en(), to.en())]
    Excluded {
        /// The role so far.
        from: Role,
        /// The role wanted.
        to: Role,
    },
    /// The area is neither the province nor one of its cities.
    #[error("{area} is neither the province nor one of its cities")]
    Seat {
        /// The area wanted.
        area: Area,
    },
}

impl Worded for RoleError {
    fn code(&self) -> &'static str {
        match self {
            Self::Excluded { .. } => "role.excluded",
            Self::Seat { .. } => "role.seat",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Excluded { from, to } => {
                format!("{}账号不能改为{}（职责须分离），请停用后另行邀请", from.zh(), to.zh())
            }
            Self::Seat { area } => format!("{area} 不是本省或其所辖市州的代码"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_officers_share_with_nobody() {
        for &role in Role::ALL {
            for officer in [Role::SecurityOfficer, Role::SystemOfficer, Role::Auditor] {
                assert_eq!(role.excludes(officer), role != officer, "{role} {officer}");
            }
        }
    }

    #[test]
    fn exclusion_is_mutual_and_never_of_itself() {
        for &left in Role::ALL {
            assert!(!left.excludes(left));
            for &right in Role::ALL {
                assert_eq!(left.excludes(right), right.excludes(left), "{left} {right}");
            }
        }
    }

    #[test]
    fn duties_around_a_draw_are_kept_apart() {
        let table = [
            (Role::PoolOfficer, Role::DrawOperator, true),
            (Role::PoolOfficer, Role::SiteOfficer, false),
            (Role::SiteOfficer, Role::FinanceOfficer, false),
            (Role::Supervisor, Role::SiteOfficer, true),
            (Role::Expert, Role::PoolOfficer, true),
            (Role::Tenderee, Role::DrawOperator, true),
        ];
        for (left, right, apart) in table {
            assert_eq!(left.excludes(right), apart, "{left} {right}");
            assert_eq!(left.change_to(right).is_err(), apart);
        }
    }

    #[test]
    fn a_scope_is_the_area_or_oneself() {
        let changsha: Area = "430100".parse().expect("a code");
        let zhuzhou: Area = "430200".parse().expect("a code");
        let city = Scope::of(Role::PoolOfficer, changsha);
        assert!(city.permits(changsha) && !city.permits(zhuzhou) && !city.permits(Area::HUNAN));
        assert!(Scope::of(Role::PoolOfficer, Area::HUNAN).permits(zhuzhou));
        assert_eq!(Scope::of(Role::Expert, changsha), Scope::Own);
        assert!(!Scope::Own.permits(changsha));
    }

    #[test]
    fn offices_are_of_the_province_or_a_city() {
        for (code, fits) in [("430000", true), ("430100", true), ("430102", false), ("420000", false)] {
            assert_eq!(Role::PoolOfficer.seat_in(code.parse().expect("a code")).is_ok(), fits, "{code}");
        }
    }

    #[test]
    fn role_words_are_those_of_the_access_table() {
        let codes: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        assert_eq!(
            codes.join(" "),
            "draw_operator supervisor tenderee agency pool_officer site_officer finance_officer expert security_officer \
             system_officer auditor"
        );
    }
}

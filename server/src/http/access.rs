//! Who may call what: one table, compared with the OpenAPI document by a test. A route that is not here answers nobody.

use rules::account::Role;
use rules::account::Role::{
    Agency, Auditor, DrawOperator, Expert, FinanceOfficer, PoolOfficer, SecurityOfficer, SiteOfficer, Supervisor,
    SystemOfficer, Tenderee,
};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, signed in or not.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Signed in with one of these roles.
    Roles(&'static [Role]),
}

/// Which rows the caller sees through a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The same for everybody admitted.
    Same,
    /// Only what belongs to the caller's own account.
    Own,
    /// Requests of the caller's unit for a tenderee or agency; of the caller's city or province for everybody else.
    Party,
    /// Only rows of the caller's city, or of the whole province for a province account.
    Area,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    pub method: &'static str,
    pub path: &'static str,
    pub audience: Audience,
    pub scope: Scope,
    /// The call makes something: an `Idempotency-Key` makes a repeat harmless.
    pub creates: bool,
}

/// The line for a route, by its method and path pattern.
pub fn find(method: &str, path: &str) -> Option<&'static Access> {
    TABLE.iter().find(|access| access.method == method && access.path == path)
}

const fn line(method: &'static str, path: &'static str, audience: Audience, scope: Scope) -> Access {
    Access { method, path, audience, scope, creates: false }
}

const fn making(method: &'static str, path: &'static str, audience: Audience, scope: Scope) -> Access {
    Access { method, path, audience, scope, creates: true }
}

const POOL: Audience = Audience::Roles(&[PoolOfficer]);
const POOL_READERS: Audience = Audience::Roles(&[PoolOfficer, Supervisor, Auditor]);
const SECURITY: Audience = Audience::Roles(&[SecurityOfficer]);
const SYSTEM: Audience = Audience::Roles(&[SystemOfficer]);
const AUDIT: Audience = Audience::Roles(&[Auditor]);
const EXPERTS: Audience = Audience::Roles(&[Expert]);
const FILERS: Audience = Audience::Roles(&[Tenderee, Agency]);
const REQUEST_KEEPERS: Audience = Audience::Roles(&[Tenderee, Agency, PoolOfficer]);
const REQUEST_READERS: Audience = Audience::Roles(&[Tenderee, Agency, PoolOfficer, DrawOperator, Supervisor]);
const PACK_READERS: Audience = Audience::Roles(&[DrawOperator, PoolOfficer, Supervisor, Auditor]);
const SUPERVISORS: Audience = Audience::Roles(&[Supervisor]);
const DRAWERS: Audience = Audience::Roles(&[DrawOperator]);
const DRAW_READERS: Audience = Audience::Roles(&[DrawOperator, Supervisor]);
const DESKS: Audience = Audience::Roles(&[SiteOfficer]);
const EVERY_ROLE: Audience = Audience::SignedIn;

/// Every route of the service.
pub static TABLE: &[Access] = &[
    line("GET", "/api/setup", Audience::Public, Scope::Same),
    making("POST", "/api/setup", Audience::Public, Scope::Same),
    line("POST", "/api/invitations/open", Audience::Public, Scope::Same),
    line("POST", "/api/invitations/accept", Audience::Public, Scope::Same),
    line("POST", "/api/sign-in/password", Audience::Public, Scope::Same),
    line("POST", "/api/sign-in/second-factor", Audience::Public, Scope::Same),
    line("POST", "/api/sign-in/phone", Audience::Public, Scope::Same),
    line("POST", "/api/sign-in/phone-code", Audience::Public, Scope::Same),
    line("POST", "/api/sign-in/end", EVERY_ROLE, Scope::Own),
    line("GET", "/api/me", EVERY_ROLE, Scope::Own),
    line("GET", "/api/me/devices", EVERY_ROLE, Scope::Own),
    line("POST", "/api/me/devices/{id}/end", EVERY_ROLE, Scope::Own),
    line(
        "POST",
        "/api/me/password",
        Audience::Roles(&[
            DrawOperator,
            Supervisor,
            Tenderee,
            Agency,
            PoolOfficer,
            SiteOfficer,
            FinanceOfficer,
            SecurityOfficer,
            SystemOfficer,
            Auditor,
        ]),
        Scope::Own,
    ),
    line("GET", "/api/me/expert", EXPERTS, Scope::Own),
    line("GET", "/api/today", EVERY_ROLE, Scope::Area),
    line("GET", "/api/areas", Audience::Public, Scope::Same),
    line("GET", "/api/specialties", EVERY_ROLE, Scope::Same),
    line("GET", "/api/accounts", SECURITY, Scope::Area),
    making("POST", "/api/accounts", SECURITY, Scope::Area),
    line("GET", "/api/accounts/{id}", SECURITY, Scope::Area),
    line("POST", "/api/accounts/{id}/invite", SECURITY, Scope::Area),
    line("POST", "/api/accounts/{id}/unlock", SECURITY, Scope::Area),
    line("POST", "/api/accounts/{id}/close", SECURITY, Scope::Area),
    line("POST", "/api/accounts/{id}/role", SECURITY, Scope::Area),
    line("GET", "/api/experts", POOL_READERS, Scope::Area),
    line("POST", "/api/experts/search", POOL, Scope::Area),
    line("GET", "/api/experts/export.xlsx", POOL, Scope::Area),
    line("GET", "/api/experts/{id}", POOL_READERS, Scope::Area),
    line("GET", "/api/experts/{id}/history", POOL_READERS, Scope::Area),
    line("POST", "/api/experts/{id}/unmask", POOL, Scope::Area),
    making("POST", "/api/experts/changes", POOL, Scope::Area),
    making("POST", "/api/experts/{id}/changes", POOL, Scope::Area),
    making("POST", "/api/experts/{id}/state", POOL, Scope::Area),
    line("GET", "/api/changes", POOL, Scope::Area),
    line("GET", "/api/changes/{id}", POOL, Scope::Area),
    line("POST", "/api/changes/{id}/approve", POOL, Scope::Area),
    line("POST", "/api/changes/{id}/reject", POOL, Scope::Area),
    line("POST", "/api/changes/{id}/withdraw", POOL, Scope::Area),
    line("GET", "/api/import-kinds", POOL, Scope::Same),
    line("GET", "/api/import-templates/{kind}", POOL, Scope::Same),
    line("GET", "/api/imports", POOL, Scope::Area),
    making("POST", "/api/imports", POOL, Scope::Area),
    line("GET", "/api/imports/{id}", POOL, Scope::Area),
    line("GET", "/api/imports/{id}/refused.xlsx", POOL, Scope::Area),
    line("POST", "/api/imports/{id}/submit", POOL, Scope::Area),
    line("POST", "/api/imports/{id}/approve", POOL, Scope::Area),
    line("POST", "/api/imports/{id}/discard", POOL, Scope::Area),
    line("GET", "/api/units", POOL_READERS, Scope::Same),
    line("GET", "/api/units/{id}", POOL_READERS, Scope::Same),
    line("GET", "/api/units/{id}/equity", POOL_READERS, Scope::Same),
    line("POST", "/api/units/{id}/names", POOL, Scope::Same),
    line("POST", "/api/units/{id}/code", POOL, Scope::Same),
    line("POST", "/api/units/{id}/merge", POOL, Scope::Same),
    line("GET", "/api/unit-codes/{code}", POOL_READERS, Scope::Same),
    line("GET", "/api/near", POOL, Scope::Same),
    line("POST", "/api/near/{id}/decide", POOL, Scope::Same),
    line("GET", "/api/projects", REQUEST_READERS, Scope::Party),
    making("POST", "/api/projects", FILERS, Scope::Party),
    line("GET", "/api/projects/{id}", REQUEST_READERS, Scope::Party),
    line("POST", "/api/projects/{id}/edit", FILERS, Scope::Party),
    line("POST", "/api/projects/{id}/file", FILERS, Scope::Party),
    line("POST", "/api/projects/{id}/withdraw", REQUEST_KEEPERS, Scope::Party),
    line("POST", "/api/projects/{id}/approve", POOL, Scope::Party),
    line("POST", "/api/projects/{id}/return", POOL, Scope::Party),
    making("POST", "/api/projects/{id}/bidders", FILERS, Scope::Party),
    line("GET", "/api/projects/{id}/counts", REQUEST_KEEPERS, Scope::Party),
    line("GET", "/api/trust", Audience::Public, Scope::Same),
    line("GET", "/api/packs", PACK_READERS, Scope::Same),
    making("POST", "/api/packs", SUPERVISORS, Scope::Area),
    line("GET", "/api/draws", DRAW_READERS, Scope::Area),
    making("POST", "/api/draws", DRAWERS, Scope::Area),
    line("GET", "/api/draws/{id}", DRAW_READERS, Scope::Area),
    line("GET", "/api/draws/{id}/hall", DRAW_READERS, Scope::Area),
    line("GET", "/api/draws/{id}/live", DRAW_READERS, Scope::Area),
    making("POST", "/api/draws/{id}/contributors", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/contributors/{role}/link", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/contributors/{role}/remove", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/numbers/close", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/reveal", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/cancel", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/rounds", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/rounds/end", DRAWERS, Scope::Area),
    line("POST", "/api/draws/{id}/rounds/break", DRAWERS, Scope::Area),
    line("GET", "/api/draws/{id}/wanted", DRAW_READERS, Scope::Area),
    line("POST", "/api/draws/{id}/sign", DRAW_READERS, Scope::Area),
    line("GET", "/api/approvals", DRAW_READERS, Scope::Same),
    making("POST", "/api/approvals", Audience::Roles(&[Supervisor]), Scope::Same),
    line("GET", "/api/draws/{id}/draw.vdraw", DRAW_READERS, Scope::Area),
    line("GET", "/api/draws/{id}/anchor.txt", DRAW_READERS, Scope::Area),
    line("POST", "/api/contributions/open", Audience::Public, Scope::Same),
    line("POST", "/api/contributions/commit", Audience::Public, Scope::Same),
    line("POST", "/api/contributions/reveal", Audience::Public, Scope::Same),
    line("GET", "/api/me/tasks", EXPERTS, Scope::Own),
    line("POST", "/api/me/tasks/{token}/identify", EXPERTS, Scope::Own),
    line("POST", "/api/me/tasks/{token}/accept", EXPERTS, Scope::Own),
    line("POST", "/api/me/tasks/{token}/decline", EXPERTS, Scope::Own),
    line("POST", "/api/check-in", DESKS, Scope::Area),
    line("GET", "/api/ledger", AUDIT, Scope::Same),
    line("GET", "/api/ledger/entries", AUDIT, Scope::Area),
    line("GET", "/api/ledger/entries/{index}", AUDIT, Scope::Area),
    line("GET", "/api/ledger/check", AUDIT, Scope::Same),
    line("POST", "/api/ledger/check", AUDIT, Scope::Same),
    line("GET", "/api/system", SYSTEM, Scope::Same),
    line("GET", "/api/openapi.json", Audience::Public, Scope::Same),
    line("GET", "/ledger/checkpoint", Audience::Public, Scope::Same),
    line("GET", "/ledger/tile/{*path}", Audience::Public, Scope::Same),
    line("GET", "/healthz", Audience::Public, Scope::Same),
    line("GET", "/readyz", Audience::Public, Scope::Same),
];

impl Audience {
    /// True when an account with `role` may call the route.
    pub fn admits(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Roles(roles), Some(role)) => roles.contains(&role),
            (_, None) => false,
        }
    }
}

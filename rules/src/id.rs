//! Identifiers: one newtype for each kind of record, so that an expert's id cannot be handed where a unit's is wanted.
//! All are UUIDs of version 7, made by the shell from its clock and its entropy; nothing in this crate makes one.

use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$note:meta])* $name:ident; )+) => { $(
        $(#[$note])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes the id out of the database or from the shell's generator.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID as the database stores it.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+ };
}

ids! {
    /// An account that signs in.
    AccountId;
    /// A place where an account is signed in.
    SignInId;
    /// An invitation that opens an account.
    InvitationId;
    /// An expert's file.
    ExpertId;
    /// A unit of the register.
    UnitId;
    /// One name of a unit: present, former or alias.
    UnitNameId;
    /// A pair of units that may be one.
    NearId;
    /// A proposed change that waits for a second pair of eyes.
    ChangeId;
    /// An uploaded file and what became of it.
    ImportId;
    /// An edition of the specialty tree.
    EditionId;
    /// An entry of the ledger, before and after it has its number.
    EntryId;
    /// A comparison of database and ledger that somebody asked for.
    CheckId;
    /// A job of the queue.
    JobId;
    /// A project, by its code.
    ProjectId;
    /// A request for a panel, for one lot.
    RequestId;
    /// A draw for one request; the draw's own id is a hash (docs/DRAW.md section 9).
    DrawId;
    /// One fact about an expert or a unit: an employment, a kinship, an equity edge, a licence.
    FactId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_text_in_both_directions() {
        let text = "01932d8e-7c00-7a3b-8c11-0123456789ab";
        let id: ExpertId = text.parse().expect("a UUID");
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_string(&id).expect("serialises"), format!("\"{text}\""));
        assert_eq!(ExpertId::from_uuid(id.as_uuid()), id);
        assert!("12".parse::<ExpertId>().is_err());
    }
}

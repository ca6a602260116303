//! The seven kinds of facts about experts, each as a row and as a fact of the file.

use rules::expert::ExpertNumber;
use rules::expert::file::{Credit, Declaration, Employment, ExpertFile, Kin, Licence, Panel, Span};
use rules::id::UnitId;
use rules::import::{
    CalendarRow, CellError, CreditRow, DeclarationRow, EmploymentRow, KinRow, Kind, LicenceRow, PanelRow,
};
use rules::time;
use rules::unit::CreditCode;

use super::super::refusal::RowFault;
use super::expert_fact::ExpertFact;
use crate::unit::{Label, UnitRef};

/// The list of a kind within the file.
macro_rules! list {
    ($field:ident: $fact:ty) => {
        type Fact = $fact;

        fn number(&self) -> ExpertNumber {
            self.expert_number
        }

        fn list(file: &ExpertFile) -> &[$fact] {
            &file.$field
        }

        fn list_mut(file: &mut ExpertFile) -> &mut Vec<$fact> {
            &mut file.$field
        }
    };
}

impl ExpertFact for EmploymentRow {
    list!(employments: Employment);

    fn unit(&self) -> Option<UnitRef> {
        Some(UnitRef::new(self.unit_code, self.unit_name.clone()))
    }

    fn name_unit(&mut self, label: &Label) {
        self.unit_code = label.code;
        self.unit_name = Some(label.name.clone());
    }

    fn unit_of(fact: &Employment) -> Option<UnitId> {
        Some(fact.unit)
    }

    fn of_fact(number: ExpertNumber, fact: &Employment, unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            unit_code: unit.and_then(|unit| unit.code),
            unit_name: unit.map(|unit| unit.name.clone()),
            from_month: fact.from_month,
            until_month: fact.until_month,
            kind: fact.kind,
        })
    }

    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Employment> {
        let Self { from_month, until_month, kind, .. } = self;
        Ok(Employment { from_month, until_month, unit: present(unit)?, kind })
    }
}

impl ExpertFact for KinRow {
    list!(kin: Kin);

    fn unit(&self) -> Option<UnitRef> {
        by_code(self.unit_code)
    }

    fn name_unit(&mut self, label: &Label) {
        self.unit_code = label.code.or(self.unit_code);
    }

    fn unit_of(fact: &Kin) -> Option<UnitId> {
        fact.unit
    }

    fn of_fact(number: ExpertNumber, fact: &Kin, unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            relation: fact.relation,
            name: fact.name.clone(),
            id_number: fact.id_number,
            unit_code: unit.and_then(|unit| unit.code),
        })
    }

    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Kin> {
        let Self { relation, name, id_number, .. } = self;
        Ok(Kin { relation, name, id_number, unit })
    }
}

impl ExpertFact for LicenceRow {
    list!(licences: Licence);

    fn unit(&self) -> Option<UnitRef> {
        by_code(Some(self.unit_code))
    }

    fn name_unit(&mut self, label: &Label) {
        self.unit_code = label.code.unwrap_or(self.unit_code);
    }

    fn unit_of(fact: &Licence) -> Option<UnitId> {
        Some(fact.unit)
    }

    /// A licence at a unit without a code is no row of any file.
    fn of_fact(number: ExpertNumber, fact: &Licence, unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            kind: fact.kind,
            number: fact.number.clone(),
            unit_code: unit.and_then(|unit| unit.code)?,
            from: fact.from,
            until: fact.until,
        })
    }

    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Licence> {
        let Self { kind, number, from, until, .. } = self;
        Ok(Licence { kind, number, from, until, unit: present(unit)? })
    }
}

impl ExpertFact for DeclarationRow {
    list!(declarations: Declaration);

    fn unit(&self) -> Option<UnitRef> {
        Some(UnitRef::new(self.unit_code, self.unit_name.clone()))
    }

    fn name_unit(&mut self, label: &Label) {
        self.unit_code = label.code;
        self.unit_name = Some(label.name.clone());
    }

    fn unit_of(fact: &Declaration) -> Option<UnitId> {
        Some(fact.unit)
    }

    fn of_fact(number: ExpertNumber, fact: &Declaration, unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            kind: fact.kind,
            unit_code: unit.and_then(|unit| unit.code),
            unit_name: unit.map(|unit| unit.name.clone()),
            from: fact.from,
            until: fact.until,
            note: fact.note.clone(),
        })
    }

    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Declaration> {
        let Self { kind, from, until, note, .. } = self;
        Ok(Declaration { kind, unit: present(unit)?, from, until, note })
    }
}

impl ExpertFact for CreditRow {
    list!(credits: Credit);

    fn of_fact(number: ExpertNumber, fact: &Credit, _unit: Option<&Label>) -> Option<Self> {
        let Credit { from, until, kind, field, basis, authority, document } = fact.clone();
        Some(Self { expert_number: number, kind, field, basis, authority, document, from, until })
    }

    fn fact(self, _unit: Option<UnitId>) -> anyhow::Result<Credit> {
        let Self { kind, field, basis, authority, document, from, until, .. } = self;
        Ok(Credit { from, until, kind, field, basis, authority, document })
    }
}

impl ExpertFact for PanelRow {
    list!(panels: Panel);

    fn unit(&self) -> Option<UnitRef> {
        by_code(self.tenderee_code)
    }

    fn name_unit(&mut self, label: &Label) {
        self.tenderee_code = label.code.or(self.tenderee_code);
    }

    fn unit_of(fact: &Panel) -> Option<UnitId> {
        fact.tenderee
    }

    fn of_fact(number: ExpertNumber, fact: &Panel, unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            project_code: fact.project_code.clone(),
            lot: fact.lot.clone(),
            tenderee_code: unit.and_then(|unit| unit.code),
            evaluated_on: fact.evaluated_on,
            outcome: fact.outcome,
        })
    }

    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Panel> {
        let Self { project_code, lot, evaluated_on, outcome, .. } = self;
        Ok(Panel { evaluated_on, project_code, lot, tenderee: unit, outcome })
    }
}

impl ExpertFact for CalendarRow {
    list!(calendar: Span);

    fn fault(&self) -> Option<CellError> {
        let fields = [("starts_at", self.starts_at), ("ends_at", self.ends_at)];
        let wrong = fields.into_iter().find(|(_, local)| time::instant_of(*local).is_err());
        wrong.map(|(field, _)| CellError::new(Kind::Calendar, field, RowFault::NoSuchTime))
    }

    fn of_fact(number: ExpertNumber, fact: &Span, _unit: Option<&Label>) -> Option<Self> {
        Some(Self {
            expert_number: number,
            starts_at: time::local_of(fact.starts_at),
            ends_at: time::local_of(fact.ends_at),
            kind: fact.kind,
        })
    }

    fn fact(self, _unit: Option<UnitId>) -> anyhow::Result<Span> {
        let (starts_at, ends_at) = (time::instant_of(self.starts_at)?, time::instant_of(self.ends_at)?);
        Ok(Span { starts_at, ends_at, kind: self.kind })
    }
}

fn by_code(code: Option<CreditCode>) -> Option<UnitRef> {
    code.map(|code| UnitRef::new(Some(code), None))
}

fn present(unit: Option<UnitId>) -> anyhow::Result<UnitId> {
    unit.ok_or_else(|| anyhow::anyhow!("a row that names a unit has one by now"))
}

//! An expert of the pool.

use hengjian::expert::{self, Saving};
use hengjian::ledger::Deed;
use jiff::civil::{Date, date};
use rules::area::Area;
use rules::expert::file::ExpertFile;
use rules::expert::model::{State, Term};
use rules::expert::{Phone, ResidentId, specialty};
use rules::id::ExpertId;
use rules::ledger::entry::Kind;
use rules::time::day_of;

use crate::world::World;

/// What a test wants of an expert.
pub struct ExpertBuilder<'a> {
    world: &'a World,
    file: ExpertFile,
}

impl World {
    /// An active expert of Changsha, unless the test says otherwise.
    pub fn expert(&self, name: &str) -> ExpertBuilder<'_> {
        let id = ExpertId::from_uuid(self.app.uuid());
        let serial = u64::from_be_bytes(self.app.entropy.bytes());
        let today = day_of(self.app.clock.now());
        let digits = format!("430102{}{:03}", birthday(serial).strftime("%Y%m%d"), serial % 1000);
        let file = ExpertFile {
            id,
            index: None,
            number: None,
            area: Area::read("430100").expect("an area"),
            state: State::Active,
            state_reason: None,
            state_from: today,
            state_until: None,
            name: name.to_owned(),
            id_number: ResidentId::complete(&digits).expect("seventeen digits"),
            phone: Phone::mobile(&format!("139{:08}", serial % 100_000_000)).expect("eleven digits"),
            second_phone: None,
            address: None,
            bank_name: None,
            bank_account: None,
            unit: None,
            trained_on: Some(today),
            confirmed_on: Some(today),
            evaluation: Some(Term {
                title: "高级工程师".to_owned(),
                from: date(2025, 1, 1),
                until: date(2028, 12, 31),
                specialties: specialty::read_codes("A080101").expect("a code"),
            }),
            review: None,
            employments: Vec::new(),
            kin: Vec::new(),
            licences: Vec::new(),
            declarations: Vec::new(),
            credits: Vec::new(),
            panels: Vec::new(),
            calendar: Vec::new(),
        };
        ExpertBuilder { world: self, file }
    }
}

impl ExpertBuilder<'_> {
    pub fn area(mut self, area: &str) -> Self {
        self.file.area = Area::read(area).expect("an area");
        self
    }

    pub fn phone(mut self, phone: &str) -> Self {
        self.file.phone = Phone::mobile(phone).expect("a mobile");
        self
    }

    pub fn state(mut self, state: State) -> Self {
        self.file.state = state;
        self
    }

    /// With any other change of the file.
    pub fn with(mut self, change: impl FnOnce(&mut ExpertFile)) -> Self {
        change(&mut self.file);
        self
    }

    /// The file itself, not saved.
    pub fn file(self) -> ExpertFile {
        self.file
    }

    /// Admits the expert; the file comes back with its number.
    pub async fn admit(mut self) -> ExpertFile {
        let app = &self.world.app;
        let now = app.clock.now();
        let deed = Deed { kind: Kind::ExpertAdmitted, actor: "command/test", reason: None, at: now };
        let mut tx = app.begin("test.admit").await.expect("a database");
        expert::admit_in(app, &mut tx, &mut [&mut self.file]).await.expect("a number");
        expert::save_in(app, &mut tx, vec![Saving::new(self.file.clone())], &deed).await.expect("saved");
        tx.commit().await.expect("committed");
        self.file
    }
}

/// Some day that makes a person 35 to 59 years old at the tests' time.
fn birthday(serial: u64) -> Date {
    let days = i64::try_from(serial / 1000 % 8_000).expect("below eight thousand");
    date(1968, 1, 1).checked_add(jiff::Span::new().days(days)).expect("inside the calendar")
}

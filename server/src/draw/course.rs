//! A draw as its statements tell it.

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::Hash;
use proof::logged::Proof;
use proof::note::Note;
use proof::number::{Commitments, Contribution, NumberError, Role};
use proof::pack::Pack;
use proof::seed;
use proof::slot::Slots;
use proof::statement::Statement;
use proof::text::Text;
use rules::draw::stage::{self, Next, Stage, Told};
use rules::id::{DrawId, EntryId};
use sqlx::PgConnection;

use super::store::{self, StatementRow, Stored};
use crate::http::{Actor, ApiError};

/// A draw with its context and statements.
pub struct Course {
    pub draw: Stored,
    told: Vec<Stated>,
}

/// Something that was stated.
pub struct Stated {
    pub place: i32,
    pub entry: EntryId,
    /// None until the sequencer has numbered it.
    pub index: Option<u64>,
    pub note: Note,
    pub statement: Statement,
    /// None until enough cosigners have signed a checkpoint that holds it.
    pub proof: Option<Proof>,
    pub recorded_at: Timestamp,
    pub cosigned_at: Option<Timestamp>,
}

impl Course {
    /// Reads a draw, with its row locked for a step.
    pub async fn lock(db: &mut PgConnection, id: DrawId) -> anyhow::Result<Self> {
        let draw = store::lock(db, id).await?;
        Self::of(db, draw).await
    }

    /// The same for somebody who names the draw: not found when there is none.
    pub async fn wanted(db: &mut PgConnection, id: DrawId) -> Result<Self, ApiError> {
        let draw = match store::lock(db, id).await {
            Err(sqlx::Error::RowNotFound) => return Err(ApiError::not_found()),
            draw => draw?,
        };
        Ok(Self::of(db, draw).await?)
    }

    /// Reads a draw as it stands.
    pub async fn read(db: &mut PgConnection, id: DrawId) -> anyhow::Result<Self> {
        let draw = store::one(db, id).await?;
        Self::of(db, draw).await
    }

    /// The draw as it stands for somebody who may see its area; for anybody else as if it were not there.
    pub async fn seen(db: &mut PgConnection, actor: &Actor, id: DrawId) -> Result<Self, ApiError> {
        let course = Self::read(db, id).await.map_err(|_| ApiError::not_found())?;
        actor.see(course.draw.area)?;
        Ok(course)
    }

    async fn of(db: &mut PgConnection, draw: Stored) -> anyhow::Result<Self> {
        let rows = store::statements(db, draw.id).await?;
        let told = rows.into_iter().map(Stated::try_from).collect::<anyhow::Result<Vec<_>>>()?;
        let course = Self { draw, told };
        let hash = course.hash()?;
        let is_own = |stated: &Stated| stated.statement.hash("draw") == Some(hash);
        ensure!(
            course.own().iter().all(is_own),
            "a statement of another draw stands among those of draw {}",
            course.draw.id
        );
        Ok(course)
    }

    /// The draw id of docs/DRAW.md.
    pub fn hash(&self) -> anyhow::Result<Hash> {
        Ok(Hash(self.draw.hash.as_slice().try_into().context("a draw id has 32 bytes")?))
    }

    /// Context and statements in their order.
    pub fn all(&self) -> &[Stated] {
        &self.told
    }

    /// The draw's own statements, from `draw-open` on.
    pub fn own(&self) -> &[Stated] {
        let first = self.told.iter().position(|stated| stated.statement.kind() == "draw-open");
        &self.told[first.unwrap_or(self.told.len())..]
    }

    /// The place after the last statement.
    pub fn place(&self) -> i32 {
        self.told.last().map_or(0, |stated| stated.place + 1)
    }

    /// The statement that waits for its cosigned checkpoint, if one does.
    pub fn waiting(&self) -> Option<&Stated> {
        self.told.iter().find(|stated| stated.proof.is_none())
    }

    /// The first statement of a type.
    pub fn one(&self, kind: &str) -> Option<&Stated> {
        self.own().iter().find(|stated| stated.statement.kind() == kind)
    }

    /// The statements of a type about a round, in their order.
    pub fn of_round<'a>(&'a self, kind: &'a str, round: u32) -> impl Iterator<Item = &'a Stated> {
        self.own().iter().filter(move |stated| stated.statement.kind() == kind && stated.round() == round)
    }

    /// C.
    pub fn commit(&self) -> Option<Hash> {
        self.one("draw-commit").map(|stated| seed::commit_hash(&stated.statement.body()))
    }

    /// The slots that were committed to.
    pub fn slots(&self) -> anyhow::Result<Slots> {
        let commit = self.one("draw-commit").context("nothing was committed to")?;
        Slots::parse(commit.statement.value("slots").unwrap_or_default()).context("the slots of a commitment")
    }

    /// pack.txt.
    pub fn pack(&self) -> anyhow::Result<Pack> {
        let text = Text::parse(self.draw.pack.as_bytes()).context("a stored pack.txt")?;
        Pack::of_text(&text).context("a stored pack.txt")
    }

    /// The round whose numbers are given now or were last: 0 for the draw itself, later a round after unsealing.
    pub fn numbers_round(&self) -> u32 {
        let own = self.own();
        let Some(unsealed) = own.iter().position(|stated| stated.statement.kind() == "unseal") else { return 0 };
        let later = own[unsealed..].iter().rev();
        later
            .filter(|stated| stated.told().kind == "round")
            .find(|stated| !stated.told().is_end)
            .map_or(0, Stated::round)
    }

    /// What hides a round in the ledger; none for the draw itself.
    pub fn blind(&self, round: u32) -> Option<Hash> {
        self.of_round("round", round).next().and_then(|stated| stated.statement.hash("blind"))
    }

    /// Whether a round was stated after the names were opened, so that it has numbers of its own.
    pub fn is_late(&self, round: u32) -> bool {
        let place = |kind: &str, fits: &dyn Fn(&Stated) -> bool| {
            self.own().iter().find(|stated| stated.statement.kind() == kind && fits(stated)).map(|stated| stated.place)
        };
        let stated = place("round", &|stated| stated.round() == round);
        place("unseal", &|_| true).zip(stated).is_some_and(|(unsealed, stated)| unsealed < stated)
    }

    /// How many drawings and rounds are opened in a row from the first on; the names are open once it is above the empty round that
    /// ends the first list of holders.
    pub fn opened_count(&self) -> u32 {
        let opened = self.own().iter().filter(|stated| stated.statement.kind() == "unseal" && stated.proof.is_some());
        u32::try_from(opened.count()).expect("a draw has few rounds")
    }

    /// Whether the names of the first list of holders are open.
    pub fn is_unsealed(&self) -> bool {
        let end = self.own().iter().find(|stated| stated.told().is_end);
        end.is_some_and(|end| self.opened_count() > end.round()) && self.one("cancel").is_none()
    }

    /// The lists of commitments to the numbers of now, insiders' first.
    pub fn lists(&self) -> anyhow::Result<Vec<Commitments>> {
        let list = |stated: &Stated| stated.statement.value("list").unwrap_or_default().parse::<Commitments>();
        Ok(self.of_round("numbers", self.numbers_round()).map(list).collect::<Result<_, _>>()?)
    }

    /// Whose turn it is to reveal.
    pub fn turn(&self) -> anyhow::Result<Option<Role>> {
        let lists = self.lists()?;
        let Some(all) = lists.get(1) else { return Ok(None) };
        Ok(all.list().get(self.of_round("reveal", self.numbers_round()).count()).map(|(role, _)| role.clone()))
    }

    /// Alpha, once everybody has revealed.
    pub fn alpha(&self) -> anyhow::Result<Hash> {
        let commit = self.commit().context("nothing was committed to")?;
        let reveals = self.heard(&commit, 0, None)?;
        Ok(seed::alpha(&commit, &reveals.context("somebody has not revealed")?))
    }

    /// V of a round when everybody has revealed, `more` counted as the next reveal.
    pub fn heard(&self, commit: &Hash, round: u32, more: Option<&Statement>) -> Result<Option<Hash>, NumberError> {
        let statements = |kind| self.of_round(kind, round).map(|stated| stated.statement.clone());
        let numbers: Vec<Statement> = statements("numbers").collect();
        let reveals: Vec<Statement> = statements("reveal").chain(more.cloned()).collect();
        Contribution { commit, round, blind: self.blind(round).as_ref() }.heard(&numbers, &reveals)
    }

    /// What comes next once everything stated is cosigned.
    pub fn next(&self) -> anyhow::Result<Next> {
        let told: Vec<Told<'_>> = self.own().iter().map(Stated::told).collect();
        let contributors = self.lists()?.get(1).map_or(0, |all| all.list().len());
        Ok(stage::next(&told, contributors))
    }

    /// The stage that the hall shows.
    pub fn stage(&self) -> anyhow::Result<Stage> {
        Ok(self.next()?.stage(self.one("cancel").is_some()))
    }

    /// How many rounds were stated.
    pub fn round_count(&self) -> u32 {
        let rounds = self.own().iter().filter(|stated| stated.statement.kind() == "round");
        u32::try_from(rounds.count()).expect("a draw has few rounds")
    }

    /// When the first checkpoint that holds `sealed` was cosigned: from then the instants of rounds are counted.
    pub fn t0(&self) -> Option<Timestamp> {
        self.one("sealed").and_then(|stated| stated.cosigned_at)
    }
}

impl Stated {
    /// Its round; 0 where it has none.
    pub fn round(&self) -> u32 {
        self.statement.number("r").and_then(|round| u32::try_from(round).ok()).unwrap_or(0)
    }

    fn told(&self) -> Told<'_> {
        let is_end = self.statement.kind() == "round" && self.statement.value("cause") == Some("end");
        Told { kind: self.statement.kind(), round: self.round(), is_end }
    }
}

impl TryFrom<StatementRow> for Stated {
    type Error = anyhow::Error;

    fn try_from(row: StatementRow) -> anyhow::Result<Self> {
        let note: Note = String::from_utf8(row.leaf)?.parse().context("a leaf of a draw")?;
        let statement = Statement::parse(note.text()).context("a leaf of a draw")?;
        let proof = row.proof.map(|text| text.parse::<Proof>()).transpose().context("a kept proof")?;
        Ok(Self {
            place: row.place,
            entry: EntryId::from_uuid(row.entry_id),
            index: row.index.map(u64::try_from).transpose()?,
            note,
            statement,
            proof,
            recorded_at: row.recorded_at.to_jiff(),
            cosigned_at: row.cosigned_at.map(|at| at.to_jiff()),
        })
    }
}

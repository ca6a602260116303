//! `hengjian pack`: what the supervising department reads and signs before a pack binds draws. No data directory is touched.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use proof::pack::Pack;
use proof::text::Text;
use rules::area::Area;
use rules::pack::{Chain, Figures, Track, draw_pack, published_id, shipped};
use rules::time::{day_of, read_date};

use super::statement::of_pack;
use super::text_of;
use crate::outside::clock::Clock;

#[derive(Subcommand)]
pub enum PackCommand {
    /// Print pack.txt: the figures that draws obey, and the hash of all figures.
    Make(Chosen),
    /// Print all figures of the same pack with certainty and source, to be read before signing.
    Figures(Chosen),
    /// Print the statement about a pack.txt, to be signed by the supervising department.
    Statement {
        /// What `make` printed.
        file: PathBuf,
    },
}

/// Which packs, and from when.
#[derive(Args)]
pub struct Chosen {
    /// Area whose draws obey it, such as 430000.
    #[arg(long)]
    area: String,
    /// `tender` or `procurement`.
    #[arg(long)]
    track: String,
    /// First day on which it is in force; today when it is not given.
    #[arg(long)]
    from: Option<String>,
    /// A figure with another value than in the packs, such as draw.round_secs=30; lists are separated by commas.
    #[arg(long, value_name = "KEY=VALUE")]
    figure: Vec<String>,
}

/// Runs a command.
pub fn run(command: &PackCommand) -> anyhow::Result<ExitCode> {
    match command {
        PackCommand::Make(chosen) => print!("{}", chosen.read()?.pack()?.text()),
        PackCommand::Figures(chosen) => print!("{}", chosen.read()?.figures),
        PackCommand::Statement { file } => {
            let text = Text::parse(text_of(file)?.as_bytes())?;
            let statement = of_pack(&text).with_context(|| format!("{} is not a pack.txt", file.display()))?;
            print!("{}", statement.body());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Figures under a name, from a day.
pub struct Made {
    pub id: String,
    pub from: Date,
    pub figures: Figures,
}

impl Made {
    /// The figures of the shipped packs for an area and a track, some of them changed, with the source of the changes.
    pub fn of_shipped(
        (track, area): (Track, Area),
        from: Date,
        changes: &[(&str, &str)],
        source: &str,
    ) -> anyhow::Result<Self> {
        let chain = Chain::choose(&shipped(), track, area, from);
        ensure!(!chain.ids().is_empty(), "no pack of this release is in force on {from}");
        let mut figures = chain.figures();
        for (name, value) in changes {
            figures.change(name, value, source)?;
        }
        Ok(Self { id: published_id(track, area, &chain, !changes.is_empty()), from, figures })
    }

    /// `pack.txt`.
    pub fn pack(&self) -> anyhow::Result<Pack> {
        Ok(draw_pack(&self.figures, &self.id, self.from)?)
    }
}

impl Chosen {
    fn read(&self) -> anyhow::Result<Made> {
        let area: Area = self.area.parse()?;
        let track = Track::read(&self.track)?;
        let from = match &self.from {
            Some(day) => read_date(day)?,
            None => day_of(Clock::system().now()),
        };
        let split = |figure| str::split_once(figure, '=').with_context(|| format!("{figure} is not KEY=VALUE"));
        let changes = self.figure.iter().map(|figure| split(figure.as_str())).collect::<anyhow::Result<Vec<_>>>()?;
        Made::of_shipped((track, area), from, &changes, CHANGED)
    }
}

/// Source of a figure that differs from the packs.
const CHANGED: &str = "制定规则包时另行给出，待确认";

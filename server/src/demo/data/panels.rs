//! Two years of panels: projects day by day, each with a tenderee, a trade and five or seven seats, filled under the caps of
//! frequency with a few exceptions, as the past has them.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use rules::expert::model::PanelOutcome;

use super::chance::{Chance, Purpose};
use super::people::Person;
use super::places::CITIES;
use super::trades::TRADES;
use super::units::{Duty, Unit};

/// A project of the past.
#[derive(Debug)]
pub struct Project {
    pub code: String,
    pub lot: String,
    /// Index of the tenderee.
    pub tenderee: usize,
    pub evaluated_on: Date,
    /// Days from the evaluation to the day of the demo.
    days_ago: i64,
}

/// The projects, and for each expert the seats as index of the project and outcome.
pub struct History {
    pub projects: Vec<Project>,
    pub seats: Vec<Vec<(u32, PanelOutcome)>>,
}

/// The history of the first `admitted` people before `day`.
pub fn history(seed: u64, day: Date, units: &[Unit], people: &[Person]) -> History {
    let pool = Pool::of(units, people);
    let count = people.len() * 4 / 5;
    let mut history = History { projects: Vec::with_capacity(count), seats: vec![Vec::new(); people.len()] };
    for index in 0..count {
        let mut chance = Chance::of(seed, Purpose::Panel, index);
        let passed = i64::try_from(index * DAYS / count).expect("two years");
        let mut days_ago = i64::try_from(DAYS).expect("two years") - passed;
        while matches!(day.saturating_sub(days_ago.days()).weekday(), Weekday::Saturday | Weekday::Sunday) {
            days_ago += 1;
        }
        let evaluated_on = day.saturating_sub(days_ago.days());
        let tenderee = pool.tenderee(&mut chance);
        let city = units[tenderee].city;
        let place = city.map_or(430_000, |city| CITIES[city].prefix * 100);
        history.projects.push(Project {
            code: format!("YS-{}-{place}-{index:06}", evaluated_on.year()),
            lot: if chance.per_mille(800) { "01" } else { "02" }.to_owned(),
            tenderee,
            evaluated_on,
            days_ago,
        });
        pool.seat(&mut chance, &mut history, index, people);
    }
    history
}

/// Who may be called for what.
struct Pool {
    tenderees: Vec<usize>,
    by_trade: Vec<Vec<usize>>,
    by_city_and_trade: Vec<Vec<usize>>,
    trades: Vec<(usize, u32)>,
}

impl Pool {
    fn of(units: &[Unit], people: &[Person]) -> Self {
        let mut pool = Self {
            tenderees: (0..units.len())
                .filter(|index| matches!(units[*index].duty, Duty::Tenderee | Duty::Department | Duty::Institution))
                .collect(),
            by_trade: vec![Vec::new(); TRADES.len()],
            by_city_and_trade: vec![Vec::new(); CITIES.len() * TRADES.len()],
            trades: Vec::new(),
        };
        for (index, person) in people.iter().enumerate() {
            pool.by_trade[person.trade].push(index);
            pool.by_city_and_trade[person.city * TRADES.len() + person.trade].push(index);
        }
        let weights = pool.by_trade.iter().enumerate().filter(|(_, experts)| experts.len() >= 7);
        pool.trades = weights.map(|(trade, experts)| (trade, u32::try_from(experts.len()).expect("a count"))).collect();
        pool
    }

    fn tenderee(&self, chance: &mut Chance) -> usize {
        chance.pick(&self.tenderees)
    }

    /// Fills the seats; a seat for which nobody was found in some tries stays empty, as on a thin day.
    fn seat(&self, chance: &mut Chance, history: &mut History, project: usize, people: &[Person]) {
        if self.trades.is_empty() {
            return;
        }
        let trade = chance.weighted(&self.trades);
        let city = chance.below(CITIES.len());
        let near = &self.by_city_and_trade[city * TRADES.len() + trade];
        let all = &self.by_trade[trade];
        let seats = if chance.per_mille(800) { 5 } else { 7 };
        for _ in 0..seats {
            for _ in 0..TRIES {
                let local = near.len() >= 7 && chance.per_mille(650);
                let expert = chance.pick(if local { near } else { all });
                let careless = chance.per_mille(10);
                if may_sit(history, project, expert, people, careless) {
                    let outcome = chance.weighted(OUTCOMES);
                    history.seats[expert].push((u32::try_from(project).expect("a count"), outcome));
                    break;
                }
            }
        }
    }
}

/// The caps of the tender track: one seat a day, three a month, seven days and twice in half a year for one tenderee, never for
/// the own unit. A careless call heeds the first alone.
fn may_sit(history: &History, project: usize, expert: usize, people: &[Person], careless: bool) -> bool {
    let new = &history.projects[project];
    if people[expert].unit == new.tenderee {
        return false;
    }
    let sat = history.seats[expert].iter().map(|(old, _)| &history.projects[*old as usize]);
    let sat: Vec<(i64, bool)> = sat.map(|old| (old.days_ago - new.days_ago, old.tenderee == new.tenderee)).collect();
    if sat.iter().any(|(days, _)| *days == 0) {
        return false;
    }
    let month = sat.iter().filter(|(days, _)| *days < 31).count();
    let half_year = sat.iter().filter(|(days, same)| *same && *days <= 183).count();
    let cool = sat.iter().all(|(days, same)| !same || *days > 7);
    careless || (month < 3 && half_year < 2 && cool)
}

const DAYS: usize = 730;
const TRIES: usize = 8;
const OUTCOMES: &[(PanelOutcome, u32)] = &[
    (PanelOutcome::Completed, 955),
    (PanelOutcome::Late, 20),
    (PanelOutcome::Absent, 15),
    (PanelOutcome::Replaced, 10),
];

#[cfg(test)]
mod tests {
    use super::super::{people, units};
    use super::*;

    #[test]
    fn two_years_of_panels_heed_the_caps_mostly() {
        let day = Date::constant(2026, 11, 24);
        let units = units::units(1, 1000);
        let people = people::people(1, 1000, day, &units);
        let history = history(1, day, &units, &people);
        let seats: usize = history.seats.iter().map(Vec::len).sum();
        assert!((2500..6000).contains(&seats), "{seats}");
        let days: Vec<Date> = history.projects.iter().map(|project| project.evaluated_on).collect();
        assert!(days.is_sorted() && days[0] < Date::constant(2024, 12, 10) && days[days.len() - 1] < day);
        let mut broken = 0;
        for seats in &history.seats {
            let mut days: Vec<Date> =
                seats.iter().map(|(project, _)| history.projects[*project as usize].evaluated_on).collect();
            days.dedup();
            assert_eq!(days.len(), seats.len(), "one panel a day");
            broken += days.windows(4).filter(|four| four[3].since(four[0]).expect("in order").get_days() < 31).count();
        }
        assert!(broken < seats / 100, "{broken}");
    }
}

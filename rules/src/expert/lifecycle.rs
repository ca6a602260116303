//! The life of an expert in the pool, as a machine without a clock: which event may follow which state, what the state is on a
//! day (leave and suspension end by themselves), and what stands against drawing somebody on that day (R23).

use jiff::civil::Date;

use super::file::ExpertFile;
use super::model::{Library, State};
use crate::time;
use crate::wording::Worded;

/// Where an expert stands: a state with the days of its beginning and, for leave and suspension, its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// State.
    pub state: State,
    /// First day of the state.
    pub from: Date,
    /// Last day of a leave or suspension, inside; open where it has none.
    pub until: Option<Date>,
}

/// What an officer wants to happen to an expert's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A draft comes into the pool.
    Admit {
        /// First day.
        on: Date,
    },
    /// Leave within a window.
    GrantLeave {
        /// First day.
        from: Date,
        /// Last day, inside.
        until: Date,
    },
    /// Back from leave before its end.
    Return {
        /// First day back.
        on: Date,
    },
    /// Suspended by a decision.
    Suspend {
        /// First day.
        from: Date,
        /// Last day, inside; none where the decision names none.
        until: Option<Date>,
    },
    /// A suspension ends before its time.
    Lift {
        /// First day back.
        on: Date,
    },
    /// Out of the pool.
    Exit {
        /// First day outside.
        on: Date,
    },
}

impl Event {
    /// The event that brings a standing to the wanted state, as the page of an expert asks for it.
    pub fn towards(standing: Standing, to: State, on: Date, until: Option<Date>) -> Result<Self, LifecycleError> {
        let refused = LifecycleError::NoWay { from: standing.state, to };
        match (standing.state, to) {
            (State::Draft, State::Active) => Ok(Self::Admit { on }),
            (State::OnLeave, State::Active) => Ok(Self::Return { on }),
            (State::Suspended, State::Active) => Ok(Self::Lift { on }),
            (_, State::OnLeave) => {
                until.map(|until| Self::GrantLeave { from: on, until }).ok_or(LifecycleError::LeaveWithoutEnd)
            }
            (_, State::Suspended) => Ok(Self::Suspend { from: on, until }),
            (_, State::Exited) => Ok(Self::Exit { on }),
            _ => Err(refused),
        }
    }

    /// The state that the event leads to.
    pub const fn state(self) -> State {
        match self {
            Self::Admit { .. } | Self::Return { .. } | Self::Lift { .. } => State::Active,
            Self::GrantLeave { .. } => State::OnLeave,
            Self::Suspend { .. } => State::Suspended,
            Self::Exit { .. } => State::Exited,
        }
    }
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The standing from here on.
    pub next: Standing,
}

/// Decides one event on a day.
pub fn step(standing: Standing, event: Event, today: Date) -> Result<Step, LifecycleError> {
    let refused = LifecycleError::NoWay { from: standing.state, to: event.state() };
    let allowed = match event {
        Event::Admit { .. } => standing.state == State::Draft,
        Event::Return { .. } => standing.state == State::OnLeave,
        Event::Lift { .. } => standing.state == State::Suspended,
        Event::GrantLeave { .. } => matches!(state_on(standing, today), State::Active | State::OnLeave),
        Event::Suspend { .. } => matches!(standing.state, State::Active | State::OnLeave | State::Suspended),
        Event::Exit { .. } => standing.state != State::Exited,
    };
    if !allowed {
        return Err(refused);
    }
    let (from, until) = match event {
        Event::Admit { on } | Event::Return { on } | Event::Lift { on } | Event::Exit { on } => (on, None),
        Event::GrantLeave { from, until } => (from, Some(until)),
        Event::Suspend { from, until } => (from, until),
    };
    let windowed = matches!(event, Event::GrantLeave { .. } | Event::Suspend { .. });
    if !windowed && from > today {
        return Err(LifecycleError::Future { on: from });
    }
    if let Some(until) = until.filter(|until| *until < from || *until < today) {
        return Err(if until < from { LifecycleError::Order { from, until } } else { LifecycleError::Past { until } });
    }
    Ok(Step { next: Standing { state: event.state(), from, until } })
}

/// The state on a day: leave and suspension hold within their days alone, and the expert is active around them.
pub fn state_on(standing: Standing, day: Date) -> State {
    match standing.state {
        State::OnLeave | State::Suspended if !time::within(day, standing.from, standing.until) => State::Active,
        state => state,
    }
}

/// The figures of the pack that decide whether an expert may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// Age in full years from which nobody is drawn.
    pub exit_age_years: i16,
    /// Months for which a training counts.
    pub training_valid_months: u16,
    /// Months for which a yearly confirmation counts.
    pub confirmation_valid_months: u16,
}

/// What of a file decides whether its expert may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// State with its days.
    pub standing: Standing,
    /// Day of birth.
    pub born_on: Date,
    /// Day of the last passed training.
    pub trained_on: Option<Date>,
    /// Day of the last yearly confirmation.
    pub confirmed_on: Option<Date>,
}

impl Readiness {
    /// Reads it out of a file.
    pub fn of(file: &ExpertFile) -> Self {
        Self {
            standing: Standing { state: file.state, from: file.state_from, until: file.state_until },
            born_on: file.id_number.born_on(),
            trained_on: file.trained_on,
            confirmed_on: file.confirmed_on,
        }
    }

    /// What stands against drawing from a library on a day, given the days of the term there.
    pub fn obstacles(&self, library: Library, term: Option<(Date, Date)>, day: Date, gate: &Gate) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        let state = state_on(self.standing, day);
        if state != State::Active {
            obstacles.push(Obstacle::State { state, until: self.standing.until });
        }
        match term {
            None => obstacles.push(Obstacle::NotInLibrary { library }),
            Some((from, _)) if day < from => obstacles.push(Obstacle::TermAhead { from }),
            Some((_, until)) if day > until => obstacles.push(Obstacle::TermOver { until }),
            Some(_) => {}
        }
        if time::age_on(self.born_on, day) >= gate.exit_age_years {
            obstacles.push(Obstacle::Age { limit: gate.exit_age_years });
        }
        if !counts_on(self.trained_on, gate.training_valid_months, day) {
            obstacles.push(Obstacle::Training { last: self.trained_on });
        }
        if !counts_on(self.confirmed_on, gate.confirmation_valid_months, day) {
            obstacles.push(Obstacle::Confirmation { last: self.confirmed_on });
        }
        obstacles
    }
}

/// What stands against drawing somebody from a library on a day; empty where nothing does.
pub fn obstacles(file: &ExpertFile, library: Library, day: Date, gate: &Gate) -> Vec<Obstacle> {
    let term = file.term(library).map(|term| (term.from, term.until));
    Readiness::of(file).obstacles(library, term, day, gate)
}

/// Something that stands against drawing an expert.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// Another state than active.
    #[error("the state is {}{}", state.en(), until.map(|until| format!(" until {until}")).unwrap_or_default())]
    State {
        /// The state on the day.
        state: State,
        /// The last day of it, where it has one.
        until: Option<Date>,
    },
    /// Not in this library.
    #[error("not in the {} library", library.en())]
    NotInLibrary {
        /// The library asked for.
        library: Library,
    },
    /// The term has not begun.
    #[error("the term begins on {from}")]
    TermAhead {
        /// First day of the term.
        from: Date,
    },
    /// The term is over.
    #[error("the term ended on {until}; renew it")]
    TermOver {
        /// Last day of the term.
        until: Date,
    },
    /// Over age.
    #[error("has reached the age of {limit}")]
    Age {
        /// Full years from which nobody is drawn.
        limit: i16,
    },
    /// Never trained, or too long ago.
    #[error("{}", last.map_or("no training is recorded".to_owned(), |last| format!("the training of {last} no longer counts")))]
    Training {
        /// The last training.
        last: Option<Date>,
    },
    /// Never confirmed, or too long ago.
    #[error("{}", last.map_or("the data were never confirmed".to_owned(), |last| format!("the yearly confirmation of {last} has run out")))]
    Confirmation {
        /// The last confirmation.
        last: Option<Date>,
    },
}

impl Worded for Obstacle {
    fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "obstacle.state",
            Self::NotInLibrary { .. } => "obstacle.not_in_library",
            Self::TermAhead { .. } => "obstacle.term_ahead",
            Self::TermOver { .. } => "obstacle.term_over",
            Self::Age { .. } => "obstacle.age",
            Self::Training { .. } => "obstacle.training",
            Self::Confirmation { .. } => "obstacle.confirmation",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::State { state, until: Some(until) } => format!("状态为{}，至 {until}", state.zh()),
            Self::State { state, until: None } => format!("状态为{}", state.zh()),
            Self::NotInLibrary { library } => format!("不是{}", library.zh()),
            Self::TermAhead { from } => format!("聘期自 {from} 起"),
            Self::TermOver { until } => format!("聘期已于 {until} 届满，请办理续聘"),
            Self::Age { limit } => format!("已满 {limit} 周岁"),
            Self::Training { last: Some(last) } => format!("{last} 的培训已过有效期"),
            Self::Training { last: None } => "没有培训合格记录".to_owned(),
            Self::Confirmation { last: Some(last) } => format!("{last} 的年度确认已过期"),
            Self::Confirmation { last: None } => "尚未做年度信息确认".to_owned(),
        }
    }
}

/// An event that cannot happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// No event leads from the one state to the other.
    #[error("an expert whose state is {} cannot become {}", from.en(), to.en())]
    NoWay {
        /// The state so far.
        from: State,
        /// The state wanted.
        to: State,
    },
    /// Leave needs its last day.
    #[error("give the last day of the leave")]
    LeaveWithoutEnd,
    /// The end lies before the beginning.
    #[error("the end {until} lies before the beginning {from}")]
    Order {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// The whole window lies in the past.
    #[error("the end {until} is past; it would change nothing")]
    Past {
        /// Last day.
        until: Date,
    },
    /// Takes effect on a day to come.
    #[error("{on} lies ahead; this takes effect at once or on a day past")]
    Future {
        /// The day wanted.
        on: Date,
    },
}

impl Worded for LifecycleError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoWay { .. } => "lifecycle.no_way",
            Self::LeaveWithoutEnd => "lifecycle.leave_without_end",
            Self::Order { .. } => "lifecycle.order",
            Self::Past { .. } => "lifecycle.past",
            Self::Future { .. } => "lifecycle.future",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NoWay { from, to } => format!("状态为{}的专家不能改为{}", from.zh(), to.zh()),
            Self::LeaveWithoutEnd => "请填写请假的截止日期".to_owned(),
            Self::Order { from, until } => format!("截止 {until} 早于起始 {from}"),
            Self::Past { until } => format!("截止 {until} 已过，不会产生效果"),
            Self::Future { on } => format!("{on} 尚未到来，此项只能自今日或以前的日期起生效"),
        }
    }
}

fn counts_on(last: Option<Date>, valid_months: u16, day: Date) -> bool {
    last.is_some_and(|last| last <= day && day <= time::months_after(last, valid_months))
}

#[cfg(test)]
mod tests;

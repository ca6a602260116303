create table expert (
    id                   uuid primary key,
    index                integer unique,
    number               text unique check (length(number) = 17),
    area                 text not null check (length(area) = 6),
    state                text not null check (state in ('draft', 'active', 'on_leave', 'suspended', 'exited')),
    state_reason_sealed  bytea,
    state_from           date not null,
    state_until          date,
    name_sealed          bytea not null,
    name_blind           bytea not null,
    id_number_sealed     bytea not null,
    id_number_blind      bytea not null unique,
    phone_sealed         bytea not null,
    phone_blind          bytea not null,
    second_phone_sealed  bytea,
    address_sealed       bytea,
    address_blind        bytea,
    bank_name_sealed     bytea,
    bank_account_sealed  bytea,
    bank_account_blind   bytea,
    unit_id              uuid references unit (id),
    trained_on           date,
    confirmed_on         date,
    version              integer not null,
    entry_id             uuid not null references ledger_entry (id),
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    check ((index is null) = (number is null))
);
comment on table expert is 'One file for each evaluation expert; never deleted.';
comment on column expert.index is 'Order of admission, from 0, never reused, derived from no number; null while a draft.';
comment on column expert.number is 'Expert number: 10 platform id + 1 pool + 6 serial; null while a draft.';
comment on column expert.trained_on is 'Day of the last passed training.';
comment on column expert.confirmed_on is 'Day of the last yearly confirmation.';
create index expert_area_number on expert (area, number);
create index expert_area_state_number on expert (area, state, number);
create index expert_state_number on expert (state, number);
create index expert_count on expert (area, id) include (state, state_from, state_until);
create index expert_name on expert (name_blind, number);
create index expert_phone on expert (phone_blind);
create index expert_unit on expert (unit_id);
create index expert_updated on expert (updated_at);

create table expert_admission (
    id           smallint primary key check (id = 1),
    next_index   integer not null check (next_index >= 0),
    next_serial  integer not null check (next_serial >= 0)
);
comment on table expert_admission is 'The one locked row that gives every admitted expert the next index and, where none is given, the next number.';
comment on column expert_admission.next_serial is 'Last six digits of the next number; a number given by an import moves it beyond its own.';
insert into expert_admission (id, next_index, next_serial) values (1, 0, 1);

create table expert_library (
    expert_id  uuid not null references expert (id),
    library    text not null check (library in ('evaluation', 'review')),
    title      text not null check (title <> ''),
    from_on    date not null,
    until_on   date not null,
    primary key (expert_id, library)
);
comment on table expert_library is 'Membership in 评标专家库 (evaluation) or 评审专家库 (review), each with its own title and term.';
create index expert_library_until on expert_library (until_on);

create table expert_specialty (
    expert_id  uuid not null references expert (id),
    library    text not null check (library in ('evaluation', 'review')),
    code       text not null check (code <> ''),
    primary key (expert_id, library, code)
);
comment on table expert_specialty is 'Proved specialties of an expert in one library.';
create index expert_specialty_code on expert_specialty (code text_pattern_ops, library, expert_id);

create table employment (
    id          uuid primary key,
    expert_id   uuid not null references expert (id),
    unit_id     uuid not null references unit (id),
    kind        text not null check (kind <> ''),
    from_month  date not null check (extract(day from from_month) = 1),
    until_month date check (extract(day from until_month) = 1)
);
comment on table employment is 'Employment by month; both months counted whole, no until: still there.';
create index employment_expert on employment (expert_id);
create index employment_unit on employment (unit_id);

create table kin (
    id               uuid primary key,
    expert_id        uuid not null references expert (id),
    relation         text not null check (relation <> ''),
    name_sealed      bytea not null,
    name_blind       bytea not null,
    id_number_sealed bytea,
    id_number_blind  bytea,
    unit_id          uuid references unit (id)
);
comment on table kin is 'Relatives that an expert declared.';
create index kin_expert on kin (expert_id);
create index kin_id_number on kin (id_number_blind);

create table licence (
    id             uuid primary key,
    expert_id      uuid not null references expert (id),
    kind           text not null check (kind <> ''),
    number_sealed  bytea not null,
    number_blind   bytea not null,
    unit_id        uuid not null references unit (id),
    from_on        date not null,
    until_on       date
);
comment on table licence is 'Practising licences and the unit where each is registered.';
create index licence_expert on licence (expert_id);
create index licence_unit on licence (unit_id);

create table declaration (
    id          uuid primary key,
    expert_id   uuid not null references expert (id),
    kind        text not null check (kind <> ''),
    unit_id     uuid not null references unit (id),
    from_on     date not null,
    until_on    date,
    note_sealed bytea
);
comment on table declaration is 'Interests and recusal units that an expert declared.';
create index declaration_expert on declaration (expert_id);
create index declaration_unit on declaration (unit_id);

create table credit (
    id         uuid primary key,
    expert_id  uuid not null references expert (id),
    kind       text not null check (kind <> ''),
    field      text not null check (field in ('bidding', 'other')),
    basis      text not null check (basis <> ''),
    authority  text not null check (authority <> ''),
    document   text check (document <> ''),
    from_on    date not null,
    until_on   date
);
comment on table credit is 'Penalties and credit records, each with basis, authority and term.';
create index credit_expert on credit (expert_id);

create table panel (
    id            uuid primary key,
    expert_id     uuid not null references expert (id),
    project_code  text not null check (project_code <> ''),
    lot           text check (lot <> ''),
    tenderee_id   uuid references unit (id),
    evaluated_on  date not null,
    outcome       text not null check (outcome <> '')
);
comment on table panel is 'Panels on which an expert sat or should have sat.';
create unique index panel_seat on panel (expert_id, project_code, coalesce(lot, '-'), evaluated_on);
create index panel_tenderee on panel (tenderee_id, evaluated_on);

create table calendar (
    id         uuid primary key,
    expert_id  uuid not null references expert (id),
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    kind       text not null check (kind in ('busy', 'leave')),
    check (starts_at < ends_at)
);
comment on table calendar is 'Times at which an expert cannot come.';
create index calendar_expert on calendar (expert_id, starts_at);

create table change (
    id               uuid primary key,
    kind             text not null check (kind in ('add', 'amend', 'state')),
    expert_id        uuid references expert (id),
    area             text not null check (length(area) = 6),
    base_version     integer,
    proposed_sealed  bytea not null,
    reason_sealed    bytea,
    state            text not null check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
    author_id        uuid not null references account (id),
    decided_by       uuid references account (id),
    decided_at       timestamptz,
    decision_reason_sealed bytea,
    difference_sealed      bytea,
    version          integer not null,
    entry_id         uuid not null references ledger_entry (id),
    created_at       timestamptz not null,
    check (decided_by is null or state = 'withdrawn' or decided_by <> author_id)
);
comment on table change is 'Proposed additions and changes of expert files, decided by another officer than the author.';
create index change_state on change (state, id);
create index change_expert on change (expert_id, state);

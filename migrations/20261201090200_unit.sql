create table unit (
    id          uuid primary key,
    code        text unique check (length(code) = 18),
    name        text not null check (name <> ''),
    name_key    text not null check (name_key <> ''),
    kind        text not null check (kind <> ''),
    area        text check (length(area) = 6),
    branch_of   uuid references unit (id),
    state       text not null check (state in ('known', 'to_resolve', 'merged')),
    merged_into uuid references unit (id),
    version     integer not null,
    entry_id    uuid not null references ledger_entry (id),
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    check ((state = 'merged') = (merged_into is not null)),
    check (state <> 'known' or code is not null)
);
comment on table unit is 'Organisations: employers, bidders, tenderees, holders. Names are public data.';
comment on column unit.code is 'Unified social credit code (GB 32100), checked.';
comment on column unit.name_key is 'Name after NFKC, removal of blanks and case folding.';
comment on column unit.state is 'to_resolve: known by name only, an officer decides which unit it is.';
create index unit_code on unit (code text_pattern_ops);
create index unit_name_key on unit (name_key text_pattern_ops);
create index unit_area on unit (area, id);
create index unit_state on unit (state, id);
create index unit_branch on unit (branch_of);
create index unit_merged on unit (merged_into) where merged_into is not null;

create table unit_register (
    id smallint primary key check (id = 1)
);
comment on table unit_register is 'The one row that is locked while units are made from names or merged, so that no name makes two units.';
insert into unit_register (id) values (1);

create table unit_name (
    id        uuid primary key,
    unit_id   uuid not null references unit (id),
    name      text not null check (name <> ''),
    name_key  text not null check (name_key <> ''),
    kind      text not null check (kind in ('former', 'alias')),
    unique (unit_id, name_key)
);
comment on table unit_name is 'Former names and aliases under which a unit is found.';
create index unit_name_name_key on unit_name (name_key text_pattern_ops);

create table unit_block (
    block    text not null check (block <> ''),
    unit_id  uuid not null references unit (id),
    primary key (block, unit_id)
);
comment on table unit_block is 'Parts of the names of a unit; units that share one are compared. Made from the names, no record of its own.';
create index unit_block_unit on unit_block (unit_id);

create table unit_gram (
    gram     text not null check (gram <> ''),
    unit_id  uuid not null references unit (id),
    primary key (gram, unit_id)
);
comment on table unit_gram is 'Pairs of neighbouring characters in the names of a unit, to find parts of names. Made from the names, no record of its own.';
create index unit_gram_unit on unit_gram (unit_id);

create table unit_officer (
    id               uuid primary key,
    unit_id          uuid not null references unit (id),
    role             text not null check (role <> ''),
    name_sealed      bytea not null,
    name_blind       bytea not null,
    id_number_sealed bytea,
    id_number_blind  bytea,
    from_on          date not null,
    until_on         date
);
comment on table unit_officer is 'Legal representatives, directors, supervisors and managers from the business register.';
create index unit_officer_unit on unit_officer (unit_id);
create index unit_officer_id_number on unit_officer (id_number_blind);

create table equity (
    id                      uuid primary key,
    unit_id                 uuid not null references unit (id),
    holder_kind             text not null check (holder_kind <> ''),
    holder_unit_id          uuid references unit (id),
    holder_name_sealed      bytea,
    holder_id_number_sealed bytea,
    holder_id_number_blind  bytea,
    share                   numeric(20, 12) not null check (share >= 0 and share <= 100),
    control                 boolean not null,
    from_on                 date,
    until_on                date,
    check ((holder_unit_id is null) = (holder_name_sealed is not null)),
    check ((holder_id_number_sealed is null) = (holder_id_number_blind is null))
);
comment on table equity is 'Who holds how much of a unit, and since when.';
comment on column equity.share is 'Percent, exact.';
comment on column equity.control is 'Registered as the actual controller whatever the share.';
create index equity_unit on equity (unit_id);
create index equity_holder on equity (holder_unit_id);
create index equity_holder_id_number on equity (holder_id_number_blind);

create table near (
    id          uuid primary key,
    left_id     uuid not null references unit (id),
    right_id    uuid not null references unit (id),
    score       integer not null check (score between 0 and 100),
    evidence    jsonb not null,
    state       text not null check (state in ('open', 'merged', 'alias', 'former', 'distinct')),
    decided_by  uuid references account (id),
    decided_at  timestamptz,
    reason      text check (reason <> ''),
    entry_id    uuid not null references ledger_entry (id),
    created_at  timestamptz not null,
    unique (left_id, right_id),
    check (left_id < right_id)
);
comment on table near is 'Pairs of units that may be one; an officer decides, and the evidence stays beside the decision.';
comment on column near.state is 'merged also where one of the two was merged into a third.';
create index near_state on near (state, score desc, id);
create index near_right on near (right_id);

create table registry_turn (
    id smallint primary key check (id = 1)
);
comment on table registry_turn is 'The one row that is locked while the registry is stated, so that several servers do not state it twice.';
insert into registry_turn (id) values (1);

create table registry_day (
    id                uuid primary key,
    day               date not null,
    entry_id          uuid not null unique references ledger_entry (id),
    statement_sealed  bytea not null,
    stated_at         timestamptz not null,
    proof             text check (proof <> ''),
    logged_on         date,
    check ((proof is null) = (logged_on is null))
);
comment on table registry_day is 'Each statement of the registry''s root, with the facts of that instant in registry_chunk.';
comment on column registry_day.statement_sealed is 'Ciphertext of the statement and of what its root does not cover; ties the chunks to the statement.';
comment on column registry_day.proof is 'Proof against the first cosigned checkpoint that was seen to hold it (C2SP tlog-proof).';
comment on column registry_day.logged_on is 'Day of the quorum''s time in the proof; the statement counts only when it is its own day.';
create index registry_day_day on registry_day (day, id);

create table registry_chunk (
    day_id        uuid not null references registry_day (id),
    section       smallint not null,
    place         integer not null,
    bytes_sealed  bytea not null,
    primary key (day_id, section, place)
);
comment on table registry_chunk is 'Everything that the rules judge by, as it was at a statement: compressed and sealed. Forgotten after 15 days when no draw holds it.';
comment on column registry_chunk.section is 'Which table or list; the order is that of the release that wrote it, and the bytes name it.';

create table registry_hold (
    day_id  uuid not null references registry_day (id),
    draw    uuid not null,
    primary key (day_id, draw)
);
comment on table registry_hold is 'Draws that still need the facts of a day.';
create index registry_hold_draw on registry_hold (draw);

create table job (
    id            uuid primary key,
    name          text not null check (name <> ''),
    arguments     jsonb not null,
    run_at        timestamptz not null,
    tries         integer not null,
    claimed_by    uuid,
    claimed_until timestamptz,
    error         text check (error <> ''),
    finished_at   timestamptz,
    created_at    timestamptz not null
);
comment on table job is 'Work that outlives a request; claimed by one process at a time with a lease.';
create index job_open on job (run_at) where finished_at is null;

create table setting (
    name   text primary key check (name <> ''),
    value  text not null check (value <> '')
);
comment on table setting is 'Facts about this database itself: its ledger origin, whether it holds demo data, its set-up token''s hash.';

create table message (
    id             uuid primary key,
    account_id     uuid references account (id),
    kind           text not null check (kind <> ''),
    number_sealed  bytea not null,
    text_sealed    bytea not null,
    state          text not null check (state in ('waiting', 'sent', 'refused')),
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    sent_at        timestamptz
);
comment on table message is 'Outgoing text messages; nothing is sent after expires_at.';
create index message_account on message (account_id, created_at);
create index message_state on message (state, created_at);

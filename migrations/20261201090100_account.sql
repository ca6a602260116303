create table account (
    id                   uuid primary key,
    login                text not null unique check (login <> ''),
    display_name_sealed  bytea not null,
    role                 text not null check (role <> ''),
    area                 text not null check (length(area) = 6),
    state                text not null check (state in ('invited', 'active', 'closed')),
    password_hash        text check (password_hash <> ''),
    second_factor_sealed bytea,
    second_factor_step   bigint not null,
    failure_count        integer not null,
    window_began_at      timestamptz,
    failed_at            timestamptz,
    lock_count           integer not null,
    locked_until         timestamptz,
    expert_id            uuid unique,
    demo                 boolean not null,
    version              integer not null,
    entry_id             uuid not null references ledger_entry (id),
    created_at           timestamptz not null
);
comment on table account is 'Who may sign in. One role an account; a person with two duties has two accounts.';
comment on column account.area is 'GB/T 2260 code of the province (43 0000) or city whose data the account sees.';
comment on column account.second_factor_sealed is 'Sealed secret of the time-based code (RFC 6238), or of an expert''s one-time codes.';
comment on column account.second_factor_step is 'Time step or counter of the last accepted code: a code counts once.';
comment on column account.failure_count is 'Failed tries in the window that began at window_began_at.';
comment on column account.lock_count is 'Locks in a row; each is longer than the one before.';
comment on column account.locked_until is 'No sign-in before this instant; null when not locked.';
comment on column account.demo is 'Made by the demo data; only such accounts have `hengjian demo code`.';
create index account_area on account (area, login);

create table sign_in (
    id            uuid primary key,
    account_id    uuid not null references account (id),
    token_hash    bytea not null unique,
    device        text not null check (device <> ''),
    created_at    timestamptz not null,
    last_seen_at  timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz
);
comment on table sign_in is 'Server-side sign-ins; the cookie holds a token of which only the hash is kept.';
comment on column sign_in.device is 'Browser and system in a few words, for the list of own devices.';
create index sign_in_account on sign_in (account_id, created_at);

create table sign_in_ticket (
    id          uuid primary key,
    account_id  uuid references account (id),
    token_hash  bytea not null unique,
    kind        text not null check (kind in ('second_factor', 'phone')),
    code_hash   bytea,
    tries       integer not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
comment on table sign_in_ticket is 'First half of a sign-in, waiting for its second factor. No account: a phone number nobody has, answered alike.';

create table invitation (
    id          uuid primary key,
    account_id  uuid not null references account (id),
    token_hash  bytea not null unique,
    second_factor_sealed bytea not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
comment on table invitation is 'One-time link with which a person sets password and second factor: first sign-in, and the way back after a loss.';
create index invitation_account on invitation (account_id);

create table idempotency_key (
    account_id    uuid not null references account (id),
    key           text not null check (key <> ''),
    request_hash  bytea not null,
    status        integer,
    body          bytea,
    created_at    timestamptz not null,
    primary key (account_id, key)
);
comment on table idempotency_key is 'Answers of creating calls, kept a day: the same key with the same request gets the same answer.';

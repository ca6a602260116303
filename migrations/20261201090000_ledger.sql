create table ledger_entry (
    id           uuid primary key,
    index        bigint unique,
    kind         text not null check (kind <> ''),
    subject      text check (subject <> ''),
    actor        text check (actor <> ''),
    area         text check (area <> ''),
    leaf         bytea not null,
    salt         bytea,
    body_sealed  bytea,
    recorded_at  timestamptz not null
);
comment on table ledger_entry is 'Leaves of the ledger. Inserted unnumbered in the transaction of their change; the sequencer gives the index.';
comment on column ledger_entry.index is 'Position in the tree; null until the sequencer has numbered the row.';
comment on column ledger_entry.kind is 'Copy of the body''s kind, to search by; the body is what counts.';
comment on column ledger_entry.subject is 'Copy of the body''s subject, to search by.';
comment on column ledger_entry.leaf is 'The whole signed note that the tree hashes.';
comment on column ledger_entry.salt is '32 random bytes of a private entry; null for a public statement.';
comment on column ledger_entry.body_sealed is 'Ciphertext of the entry body; null for a public statement.';
create index ledger_entry_pending on ledger_entry (id) where index is null;
create index ledger_entry_subject on ledger_entry (subject, recorded_at);
create index ledger_entry_kind on ledger_entry (kind, index);

create table ledger_head (
    id            smallint primary key check (id = 1),
    size          bigint not null,
    frontier      bytea not null,
    signed_size   bigint not null,
    checkpoint    bytea,
    lease_holder  uuid,
    lease_until   timestamptz
);
comment on table ledger_head is 'The one locked row that orders the ledger.';
comment on column ledger_head.size is 'Entries numbered so far.';
comment on column ledger_head.frontier is 'Roots of the full subtrees of the first size leaves.';
comment on column ledger_head.signed_size is 'Size of the published checkpoint; at most size.';
comment on column ledger_head.checkpoint is 'The published checkpoint, a signed note.';
comment on column ledger_head.lease_holder is 'Server process that numbers and signs at present.';

create table ledger_tile (
    level   smallint not null,
    index   bigint not null,
    hashes  bytea not null,
    primary key (level, index)
);
comment on table ledger_tile is 'Hash tiles of height 8 (C2SP tlog-tiles); the rightmost tile of a level grows in place up to 256 hashes.';

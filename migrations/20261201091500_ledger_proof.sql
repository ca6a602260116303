create table ledger_proof (
    entry_id  uuid primary key references ledger_entry (id),
    proof     text not null check (proof <> '')
);
comment on table ledger_proof is 'For statements whose day counts, such as packs: the proof against the first cosigned checkpoint that was seen to hold them. A later one would tell of a later day.';

create table ledger_check (
    id            uuid primary key,
    asked_by      text not null check (asked_by <> ''),
    asked_at      timestamptz not null,
    started_at    timestamptz,
    finished_at   timestamptz,
    result_sealed bytea,
    open          boolean unique check (open)
);
comment on table ledger_check is 'Comparisons of database and ledger that auditors asked for: the one under way and the last finished one. That each was made stands in the ledger.';
comment on column ledger_check.asked_by is 'As the ledger names it: account/ID.';
comment on column ledger_check.result_sealed is 'Sealed findings, so that whoever writes to the database cannot write a clean result; null when it ended without any.';
comment on column ledger_check.open is 'True until it has finished, then null: one at a time.';

create table ledger_cosigned (
    id          smallint primary key check (id = 1),
    size        bigint not null check (size >= 0),
    checkpoint  bytea not null
);
comment on table ledger_cosigned is 'The newest checkpoint that enough cosigners have signed. What must not be taken back waits until its entry lies below this size.';
comment on column ledger_cosigned.size is 'Size that the checkpoint states; never falls.';
comment on column ledger_cosigned.checkpoint is 'The signed note: the ledger''s signature, then one for each cosigner that answered.';

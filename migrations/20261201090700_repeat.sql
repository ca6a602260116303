alter table idempotency_key add column answer_sealed bytea;
comment on column idempotency_key.answer_sealed is 'Sealed body of the answer: it may hold an invitation''s token.';
comment on column idempotency_key.body is 'Read and written by no release from this one on; goes with the next.';
create index idempotency_key_created on idempotency_key (account_id, created_at);

alter table account add column unit_id uuid references unit (id);
comment on column account.unit_id is 'Unit for which a tenderee or an agency acts; set when the account is made. Null for everybody else.';

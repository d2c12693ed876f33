-- A merging of two accounts can be turned round as long as the minutes are still there.
insert into ledger_crossing (kind, from_class, from_state, to_class, to_state) values
    ('reversal', 'granted', 'free', 'granted', 'free'),
    ('reversal', 'granted', 'frozen', 'granted', 'free'),
    ('reversal', 'honour', 'free', 'honour', 'free');

-- One adjustment as others would have it: one function that locks, books and remembers the key.
CREATE SCHEMA bench;
CREATE TABLE bench.keys (key text PRIMARY KEY, entry_id uuid NOT NULL);
CREATE TYPE bench.adjusted AS (id uuid, balance integer);
CREATE FUNCTION bench.adjust(customer text, website text, points integer, key text) RETURNS bench.adjusted
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    held public.reward_accounts;
    entry uuid := gen_random_uuid();
    result bench.adjusted;
BEGIN
    SELECT * INTO held FROM public.reward_accounts a
        WHERE a.customer_id = customer AND a.website_code = website FOR UPDATE;
    INSERT INTO bench.keys VALUES (key, entry);
    INSERT INTO public.ledger_entries (customer_id, id, account_id, website_code, sequence, points, balance,
        debt_change, shortfall, currency, amount_e4, amount_balance_e4, reason, actor, created_at, recorded_at,
        hash)
    VALUES (customer, entry, held.id, website, held.entries + 1, points, held.balance + points,
        0, 0, 'USD', 0, (held.balance + points) / 100 * 10000, 'ADMIN_ADJUSTMENT', 'bench', now(), now(),
        sha256(convert_to(entry::text, 'UTF8')));
    INSERT INTO public.points_lots (customer_id, id, account_id, entry_id, points, remaining, expired,
        created_at, has_explicit_expiry)
    VALUES (customer, gen_random_uuid(), held.id, entry, points, points, 0, now(), false);
    UPDATE public.reward_accounts SET balance = held.balance + points, entries = held.entries + 1
        WHERE customer_id = customer AND id = held.id;
    result := (entry, held.balance + points);
    RETURN result;
END $$;

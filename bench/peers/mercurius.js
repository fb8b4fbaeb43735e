// What a shop would write by hand: fastify, mercurius with graphql-jit, two statements for a read.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';

const [url, port] = process.argv.slice(2);
pg.types.setTypeParser(20, Number);
const pool = new pg.Pool({ connectionString: url, max: 10 });

const ACCOUNT = {
    name: 'account',
    text: 'SELECT id, balance, entries FROM reward_accounts WHERE customer_id = $1 AND website_code = $2',
};
const ENTRIES = {
    name: 'entries',
    text:
        'SELECT id, points, balance, amount_balance_e4, currency, reason, comment, created_at FROM ledger' +
        ' WHERE customer_id = $1 AND account_id = $2 ORDER BY sequence DESC LIMIT $3',
};
const ADJUST = { name: 'adjust', text: 'SELECT * FROM bench.adjust($1, $2, $3, $4)' };

const schema = `
    type Money { value: Float! currency: String! }
    type Entry { id: ID! points: Int! balance: Int! worth: Money! reason: String! comment: String createdAt: String! }
    type Account { balance: Int! entryCount: Int! worth: Money! entries(first: Int = 20): [Entry!]! }
    type Adjusted { id: ID! balance: Int! }
    type Query { account(customerId: ID!, websiteCode: String!): Account }
    type Mutation { adjust(customerId: ID!, websiteCode: String!, points: Int!, key: String!): Adjusted }
`;
const money = (e4, currency) => ({ value: e4 / 10_000, currency });
const resolvers = {
    Query: {
        async account(_, { customerId, websiteCode }) {
            const { rows } = await pool.query({ ...ACCOUNT, values: [customerId, websiteCode] });
            return rows.length ? { ...rows[0], customerId } : null;
        },
    },
    Account: {
        entryCount: (account) => account.entries,
        worth: (account) => money(Math.floor(account.balance / 100) * 10_000, 'USD'),
        async entries(account, { first }) {
            const { rows } = await pool.query({ ...ENTRIES, values: [account.customerId, account.id, first] });
            return rows;
        },
    },
    Entry: {
        worth: (entry) => money(entry.amount_balance_e4, entry.currency),
        createdAt: (entry) => entry.created_at.toISOString(),
    },
    Mutation: {
        async adjust(_, { customerId, websiteCode, points, key }) {
            const { rows } = await pool.query({ ...ADJUST, values: [customerId, websiteCode, points, key] });
            return rows[0];
        },
    },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1 });
await app.listen({ port: Number(port), host: '127.0.0.1' });

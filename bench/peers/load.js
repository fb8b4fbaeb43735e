// Sends requests for some seconds and prints what came of it as JSON. Reads {url, headers, connections, seconds,
// bodies} from standard input; each body is sent once, in turn, and again from the first if there are too few.
import autocannon from 'autocannon';
import { text } from 'node:stream/consumers';

const { url, headers, connections, seconds, requests } = JSON.parse(await text(process.stdin));
let next = 0;
let refused = 0;
let example = '';
const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 30,
    requests: [
        {
            method: 'POST',
            setupRequest(request) {
                const { body, authorization } = requests[next++ % requests.length];
                const own = authorization ? { authorization } : {};
                return { ...request, body, headers: { ...headers, ...own, 'content-type': 'application/json' } };
            },
            onResponse(status, body) {
                if (status !== 200 || body.includes('"errors"') || body.includes('"userErrors":[{')) {
                    refused += 1;
                    example ||= `${status} ${body.slice(0, 400)}`;
                }
            },
        },
    ],
});
console.log(
    JSON.stringify({
        answered: result['2xx'],
        refused: refused + result.errors + result.timeouts,
        example,
        seconds: result.duration,
        p50: result.latency.p50,
        p99: result.latency.p99,
    }),
);

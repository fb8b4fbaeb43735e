// An identity provider for staff, of the npm package that many real ones are built of: anybody who logs in may read reports.
// It prints its own address, is then told the admin app's in a line, and ends with its standard input. Its access tokens live
// for as many seconds as its argument says.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Provider } from "oidc-provider";

const seconds = Number(process.argv[2]);
const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.log(issuer);

const lines = createInterface({ input: process.stdin });
const app = await new Promise((told) => lines.once("line", told));
lines.once("close", () => process.exit(0));

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "guerdon-admin",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: [`${app}/admin/signed-in`],
      post_logout_redirect_uris: [`${app}/admin`],
    },
  ],
  clientBasedCORS: (_, origin) => origin === app,
  issueRefreshToken: () => true,
  ttl: { AccessToken: seconds, Grant: 3600, IdToken: 3600, Interaction: 3600, RefreshToken: 3600, Session: 3600 },
  features: {
    resourceIndicators: {
      enabled: true,
      defaultResource: () => "https://guerdon.example",
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "guerdon:reports:read",
        audience: "guerdon-staff",
        accessTokenTTL: seconds,
        accessTokenFormat: "jwt",
      }),
    },
  },
});
server.on("request", provider.callback());
console.log("ready");

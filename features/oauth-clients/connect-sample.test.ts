import { expect, test } from "vitest";
import { connectSample } from "./connect-sample";
import { matchRedirectUri } from "./redirect-uri";

const CLIENT = {
  clientId: "app_1",
  redirectUris: ["https://*/wp-admin/admin.php?page=replify"],
  grants: ["authorization_code" as const, "device_code" as const],
  scopes: ["troubleshooter" as const, "profile" as const],
};
const ORIGIN = "https://desk.example";

test("the sample is a request that the app may make", () => {
  const url = new URL(connectSample(CLIENT, ORIGIN)?.code ?? "");
  expect(`${url.origin}${url.pathname}`).toBe("https://desk.example/oauth/authorize");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: "code",
    client_id: "app_1",
    scope: "troubleshooter profile",
    code_challenge_method: "S256",
  });
  expect(matchRedirectUri(CLIENT.redirectUris, url.searchParams.get("redirect_uri") ?? "")).toEqual({
    host: "shop.example.com",
    isTemplate: true,
  });
});

test("an app without a redirect connects with a code, and one without either has no sample", () => {
  expect(connectSample({ ...CLIENT, redirectUris: [] }, ORIGIN)?.code).toContain(
    "https://desk.example/api/oauth/device -d client_id=app_1",
  );
  expect(connectSample({ ...CLIENT, redirectUris: [], grants: ["refresh_token"] }, ORIGIN)).toBeNull();
});

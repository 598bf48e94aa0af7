import { headerScheme } from "./credential";

// https://docs.gitlab.com/user/project/integrations/webhooks/#validate-payloads-by-using-a-secret-token
// Its retries are known by Idempotency-Key.
export const gitlab = headerScheme({
  label: "GitLab",
  header: "X-Gitlab-Token",
  sampleHeaders: { "X-Gitlab-Event": "Issue Hook" },
});

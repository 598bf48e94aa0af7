import { AppError } from "@/lib/errors";

/** RFC 6749 §5.2 and §4.1.2.1, RFC 8628 §3.5. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type"
  | "access_denied"
  | "authorization_pending"
  | "slow_down"
  | "expired_token";

/** A refusal in the words of the protocol: 401 for a client that could not prove who it is, otherwise 400 unless told. */
export class OAuthError extends AppError {
  constructor(
    readonly error: OAuthErrorCode,
    detail: string,
    code: "malformed" | "unauthorized" | "forbidden" = error === "invalid_client"
      ? "unauthorized"
      : "malformed",
  ) {
    super(
      code,
      detail,
      error === "invalid_client" ? { headers: { "www-authenticate": 'Basic realm="Replify"' } } : {},
    );
  }
}

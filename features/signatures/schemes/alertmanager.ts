import { bearerScheme } from "./credential";

// https://prometheus.io/docs/alerting/latest/configuration/#http_config
export const alertmanager = bearerScheme({ label: "Alertmanager" });

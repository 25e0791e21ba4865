/** Variables that AWS sets for every runtime ("Defined runtime environment variables" in the AWS Lambda guide). */
export const BASE_ENVIRONMENT: Readonly<Record<string, string>> = {
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
  LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  LAMBDA_TASK_ROOT: "/var/task",
  LAMBDA_RUNTIME_DIR: "/var/runtime",
  PWD: "/var/task",
  SHLVL: "0",
  _LAMBDA_TELEMETRY_LOG_FD: "62",
};

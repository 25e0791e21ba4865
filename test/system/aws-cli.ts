import { execFile } from "node:child_process";

export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The distribution's own AWS CLI: `npm run setup` installs it, and a machine without it fails the tests. */
const AWS = process.env["HEARTH_TEST_AWS"] ?? "/usr/bin/aws";

/** The stock AWS CLI, unchanged; `--endpoint-url` is the only addition. */
export class AwsCli {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;

  constructor(endpoint: string, environment: Readonly<Record<string, string>> = {}) {
    this.endpoint = endpoint;
    this.environment = {
      PATH: "/usr/bin:/bin",
      HOME: "/nonexistent",
      LANG: "C.UTF-8",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PAGER: "",
      AWS_MAX_ATTEMPTS: "2",
      PYTHONUNBUFFERED: "1",
      ...environment,
    };
  }

  /** Runs a command and returns what it printed and its exit status. */
  run(...words: readonly string[]): Promise<CliResult> {
    return new Promise((resolve) => {
      const options = { env: this.environment, maxBuffer: 1 << 26, timeout: 60_000 };
      execFile(AWS, ["--endpoint-url", this.endpoint, ...words], options, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ status, stdout, stderr: status === -1 ? `${stderr}${error?.message ?? ""}` : stderr });
      });
    });
  }

  /** Runs a command that must succeed and returns its text. */
  async text(...words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...words);
    if (status !== 0) throw new Error(`aws ${words.join(" ")} ended with status ${status}: ${stderr}`);
    return stdout;
  }

  /** Runs a command that must succeed and returns its JSON. */
  async json<T = Record<string, unknown>>(...words: readonly string[]): Promise<T> {
    const text = await this.text(...words, "--output", "json");
    return (text.trim() === "" ? {} : JSON.parse(text)) as T;
  }

  /** Runs a command that must fail and returns what it complained about. */
  async failure(...words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...words);
    if (status === 0) throw new Error(`aws ${words.join(" ")} succeeded: ${stdout}`);
    return stderr;
  }
}

/** Majors of Node.js that AWS offers; each is the runtime `nodejs<major>.x`. */
export const NODE_MAJORS = [20, 22, 24] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

/** Minors of Python 3 that AWS offers or still runs; each is the runtime `python3.<minor>`. */
export const PYTHON_MINORS = [9, 10, 11, 12, 13, 14] as const;
export type PythonMinor = (typeof PYTHON_MINORS)[number];

export const CUSTOM_RUNTIMES = ["provided.al2", "provided.al2023"] as const;

/** Runtimes of AWS for which there is no client yet, whatever is installed ("Lambda runtimes" in the AWS Lambda guide). */
export const UNSUPPORTED_RUNTIMES: readonly string[] = [
  "ruby3.3",
  "ruby3.4",
  "ruby4.0",
  "java8.al2",
  "java8.al2023",
  "java11",
  "java11.al2023",
  "java17",
  "java17.al2023",
  "java21",
  "java25",
  "dotnet8",
  "dotnet10",
];

export function nodeRuntimeName(major: NodeMajor): string {
  return `nodejs${major}.x`;
}

export function pythonRuntimeName(minor: PythonMinor): string {
  return `python3.${minor}`;
}

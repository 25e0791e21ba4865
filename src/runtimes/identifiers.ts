/** Every identifier that AWS accepts today (AWS Lambda developer guide, "Lambda runtimes"). */
export const SUPPORTED_RUNTIMES: readonly string[] = [
  "nodejs20.x",
  "nodejs22.x",
  "nodejs24.x",
  "nodejs26.x",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "python3.15",
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
  "ruby3.3",
  "ruby3.4",
  "ruby4.0",
  "provided.al2",
  "provided.al2023",
];

/** Identifiers that AWS once accepted and no longer does. */
export const RETIRED_RUNTIMES: readonly string[] = [
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "nodejs16.x",
  "nodejs18.x",
  "python2.7",
  "python3.6",
  "python3.7",
  "python3.8",
  "python3.9",
  "java8",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "dotnet6",
  "go1.x",
  "ruby2.5",
  "ruby2.7",
  "ruby3.2",
  "provided",
];

/** Functions of it that exist are run, but no new ones are taken (AWS Lambda developer guide, "Runtime deprecation policy"). */
export function isRetired(runtime: string): boolean {
  return RETIRED_RUNTIMES.includes(runtime);
}

/** Majors of Node.js for which there is a client; each is the runtime `nodejs<major>.x`. */
export const NODE_MAJORS = [20, 22, 24] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

/** Minors of Python 3 for which there is a client; each is the runtime `python3.<minor>`. */
export const PYTHON_MINORS = [9, 10, 11, 12, 13, 14] as const;
export type PythonMinor = (typeof PYTHON_MINORS)[number];

export const CUSTOM_RUNTIMES = ["provided.al2", "provided.al2023"] as const;

/** Versions of Java for which there is a client; each is one or two runtimes, which differ in the operating system only. */
export const JAVA_MAJORS = [11, 17, 21, 25] as const;
export type JavaMajor = (typeof JAVA_MAJORS)[number];

/** Versions of Ruby for which there is a client; each is the runtime `ruby<minor>`. */
export const RUBY_MINORS = ["3.3", "3.4", "4.0"] as const;
export type RubyMinor = (typeof RUBY_MINORS)[number];

/** Versions of .NET that are run where they are found; each is the runtime `dotnet<major>`. */
export const DOTNET_MAJORS = [8, 10] as const;
export type DotnetMajor = (typeof DOTNET_MAJORS)[number];

export function nodeRuntimeName(major: NodeMajor): string {
  return `nodejs${major}.x`;
}

export function pythonRuntimeName(minor: PythonMinor): string {
  return `python3.${minor}`;
}

export function rubyRuntimeName(minor: RubyMinor): string {
  return `ruby${minor}`;
}

export function dotnetRuntimeName(major: DotnetMajor): string {
  return `dotnet${major}`;
}

/** The identifier without an operating system; also names the folder of the installed client. */
export function javaRuntimeName(major: JavaMajor): string {
  return `java${major}`;
}

/** Every identifier of AWS that stands for this Java. */
export function javaRuntimeNames(major: JavaMajor): readonly string[] {
  const name = javaRuntimeName(major);
  return [name, `${name}.al2023`].filter((candidate) => SUPPORTED_RUNTIMES.includes(candidate));
}

/** Runtimes of AWS for which there is no client yet, whatever is installed. */
export const UNSUPPORTED_RUNTIMES: readonly string[] = withoutClient();

function withoutClient(): readonly string[] {
  const clients = [
    ...NODE_MAJORS.map(nodeRuntimeName),
    ...PYTHON_MINORS.map(pythonRuntimeName),
    ...JAVA_MAJORS.flatMap(javaRuntimeNames),
    ...RUBY_MINORS.map(rubyRuntimeName),
    ...DOTNET_MAJORS.map(dotnetRuntimeName),
    ...CUSTOM_RUNTIMES,
  ];
  return SUPPORTED_RUNTIMES.filter((name) => !clients.some((known) => known === name));
}

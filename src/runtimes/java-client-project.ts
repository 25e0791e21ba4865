/** AWS's runtime client and what it needs, at versions that were tried together; the rest follows from its manifest. */
const CLIENT_VERSION = "2.9.0";
const CORE_VERSION = "1.4.0";
/** Pinned as well: another version would be another program that runs at the user's machine. */
const COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

/** Arguments for Maven, which copies the libraries of the project in the current folder into `lib`. */
export const MAVEN_WORDS: readonly string[] = [
  "--batch-mode",
  "--quiet",
  "-Dstyle.color=never",
  COPY_GOAL,
  "-DoutputDirectory=lib",
  "-DincludeScope=runtime",
];

/** A project that consists of nothing but its dependencies. */
export const MAVEN_PROJECT: string = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>hearth</groupId>
  <artifactId>java-runtime</artifactId>
  <version>1</version>
  <dependencies>
${dependency("aws-lambda-java-runtime-interface-client", CLIENT_VERSION)}
${dependency("aws-lambda-java-core", CORE_VERSION)}
  </dependencies>
</project>
`;

function dependency(name: string, version: string): string {
  return `    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>${name}</artifactId>
      <version>${version}</version>
    </dependency>`;
}

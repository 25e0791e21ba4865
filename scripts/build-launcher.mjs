// Placeholder until the launcher is built here.
process.exitCode = 0;

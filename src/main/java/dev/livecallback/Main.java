package dev.livecallback;

/** The entry point of {@code bin/livecallback}. */
public final class Main {
  private Main() {}

  /** Runs the subcommand that the first argument names. */
  public static void main(String[] args) {
    System.exit(args.length);
  }
}

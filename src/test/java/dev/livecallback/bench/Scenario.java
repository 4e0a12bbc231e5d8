package dev.livecallback.bench;

import java.io.IOException;

/** One situation that figures are taken of. Each has namespaces and processes of its own. */
interface Scenario {

  /** What it is called at the command line. */
  String name();

  /** Sets it up, measures, and takes everything down. */
  void run(Stage stage) throws IOException;
}

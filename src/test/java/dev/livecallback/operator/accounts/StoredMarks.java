package dev.livecallback.operator.accounts;

import java.io.IOException;
import java.util.Map;

/** Marks that outlive a process, as a ConfigMap does; it may be out of reach. */
final class StoredMarks implements VerifiedKeys.Store {
  Map<String, String> stored = Map.of();
  boolean outOfReach;
  int writes;
  int tries;

  @Override
  public Map<String, String> read() throws IOException {
    reach();
    return stored;
  }

  @Override
  public void write(Map<String, String> all) throws IOException {
    reach();
    stored = Map.copyOf(all);
    writes++;
  }

  private void reach() throws IOException {
    tries++;
    if (outOfReach) {
      throw new IOException("it wasn't read: no");
    }
  }
}

package dev.livecallback.operator.accounts;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Marks that outlive a process, as a ConfigMap does; it may be out of reach. */
final class StoredMarks implements VerifiedKeys.Store {
  Map<String, String> stored = Map.of();
  boolean outOfReach;

  /** Counted down once it answers. */
  CountDownLatch answers = new CountDownLatch(0);

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
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (outOfReach) {
      throw new IOException("it wasn't read: no");
    }
  }
}

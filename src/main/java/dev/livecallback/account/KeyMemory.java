package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where an account remembers the keys that STS verified last, over a restart too: then they are
 * used while STS can't be asked, and others wait. Neither method waits for anything.
 */
public interface KeyMemory {
  /** The mark of the keys that STS verified last; empty = none is known of. */
  Optional<KeyMark> last();

  /** STS verified other keys. */
  void remember(KeyMark mark);

  /** Whether these are the keys that STS verified last, and so; see {@link KeyMark#of}. */
  default boolean has(Credentials keys, URI sts, String cloudAccount) {
    return last().filter(mark -> mark.isOf(keys, sts, cloudAccount)).isPresent();
  }

  /** One that ends with the process. */
  static KeyMemory ofThisProcess() {
    AtomicReference<Optional<KeyMark>> last = new AtomicReference<>(Optional.empty());
    return new KeyMemory() {
      @Override
      public Optional<KeyMark> last() {
        return last.get();
      }

      @Override
      public void remember(KeyMark mark) {
        last.set(Optional.of(mark));
      }
    };
  }
}

package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The memory of the keys that STS verified last for an account. It may outlast a restart: while STS
 * can't be asked, these keys are used, and other keys wait. No method waits for anything.
 */
public interface KeyMemory {
  /** Returns the mark of the keys that STS verified last; empty = none is known. */
  Optional<KeyMark> last();

  /** Remembers the mark of other keys that STS verified. */
  void remember(KeyMark mark);

  /**
   * Returns whether these are the keys that this STS verified last for this cloud account; see
   * {@link KeyMark#of}.
   */
  default boolean has(Credentials keys, URI sts, String cloudAccount) {
    return last().filter(mark -> mark.isOf(keys, sts, cloudAccount)).isPresent();
  }

  /** Returns a memory that ends with the process. */
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

package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object that has to do with keys, as the cases of the claims' tests tell of it. */
record Party(
    String name,
    long age,
    @Nullable CallbackKey wants,
    Set<CallbackKey> holds,
    Claimant.Stance is) {
  static final Scope VHOST = Scope.vhost("live.example.com");
  static final CallbackKey K1 = key("k1");
  static final CallbackKey K2 = key("k2");
  static final CallbackKey K3 = key("k3");
  static final List<CallbackKey> KEYS = List.of(K1, K2, K3);

  static CallbackKey key(@Nullable String app) {
    return new CallbackKey("2100000001", VHOST, app, MessageType.PUSH);
  }

  /** One that writes; the one of the lower number was created earlier. */
  static Party party(String name, long age) {
    return new Party(name, age, null, Set.of(), Claimant.Stance.WRITING);
  }

  Party wanting(@Nullable CallbackKey key) {
    return new Party(name, age, key, holds, is);
  }

  Party holding(CallbackKey... keys) {
    return new Party(name, age, wants, Set.of(keys), is);
  }

  Party being(Claimant.Stance state) {
    return new Party(name, age, wants, holds, state);
  }

  /** It is deleted, with its records. */
  Party going() {
    return wanting(null).being(Claimant.Stance.GOING);
  }

  Party listing(CallbackKey key) {
    Set<CallbackKey> more = new HashSet<>(holds);
    more.add(key);
    return new Party(name, age, wants, more, is);
  }

  Party dropping(CallbackKey key) {
    Set<CallbackKey> fewer = new HashSet<>(holds);
    fewer.remove(key);
    return new Party(name, age, wants, fewer, is);
  }

  ObjectId id() {
    return new ObjectId("team", name, name + "-uid");
  }

  Claimant claimant() {
    return new Claimant(
        id(), Instant.parse("2026-01-01T00:00:00Z").plusSeconds(age), wants, holds, is);
  }
}

package dev.livecallback.operator.kubernetes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Whose object a round of the SDK is of. The SDK hands its executor a task that knows, and doesn't
 * say: its field is read.
 */
final class SdkRounds {
  /** The field of the SDK's task; a test fails should a new version call it otherwise. */
  private static final String FIELD = "resourceID";

  private static final ScopedValue<ResourceID> OBJECT = ScopedValue.newInstance();

  private SdkRounds() {}

  /** The namespace of the object; "" for what isn't a round of the SDK. */
  static String namespace(Runnable round) {
    return object(round).flatMap(ResourceID::getNamespace).orElse("");
  }

  /** Carries out a round, which may ask for its {@link #object()} meanwhile. */
  static void run(Runnable round) {
    object(round).ifPresentOrElse(object -> ScopedValue.where(OBJECT, object).run(round), round);
  }

  /** The object of the round that this thread carries out; empty = it carries out none. */
  static Optional<ResourceID> object() {
    return OBJECT.isBound() ? Optional.of(OBJECT.get()) : Optional.empty();
  }

  private static Optional<ResourceID> object(Runnable round) {
    try {
      Field field = round.getClass().getDeclaredField(FIELD);
      field.setAccessible(true);
      return field.get(round) instanceof ResourceID id ? Optional.of(id) : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException _) {
      return Optional.empty();
    }
  }
}

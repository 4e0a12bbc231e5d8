package dev.livecallback.operator.kubernetes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Finds the object of an SDK's round. The SDK hands its executor a task that knows its object but
 * has no method for it, so the task's field is read.
 */
final class SdkRounds {
  /** The field of the SDK's task. A test fails if a new version of the SDK renames it. */
  private static final String FIELD = "resourceID";

  private static final ScopedValue<ResourceID> OBJECT = ScopedValue.newInstance();

  private SdkRounds() {}

  /** Returns the namespace of the round's object; "" = the task isn't a round of the SDK. */
  static String namespace(Runnable round) {
    return object(round).flatMap(ResourceID::getNamespace).orElse("");
  }

  /** Runs a round. Within the round, {@link #object()} returns its object. */
  static void run(Runnable round) {
    object(round).ifPresentOrElse(object -> ScopedValue.where(OBJECT, object).run(round), round);
  }

  /** Returns the object of the round that this thread carries out; empty = it carries out none. */
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

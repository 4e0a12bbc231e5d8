package dev.livecallback.operator.kubernetes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.lang.reflect.Field;

/**
 * Whose object a round of the SDK is of. The SDK hands its executor a task that knows, and doesn't
 * say: its field is read.
 */
final class SdkRounds {
  /** The field of the SDK's task; a test fails should a new version call it otherwise. */
  private static final String FIELD = "resourceID";

  private SdkRounds() {}

  /** The namespace of the object; "" for what isn't a round of the SDK. */
  static String namespace(Runnable round) {
    try {
      Field field = round.getClass().getDeclaredField(FIELD);
      field.setAccessible(true);
      return field.get(round) instanceof ResourceID id ? id.getNamespace().orElse("") : "";
    } catch (ReflectiveOperationException | RuntimeException _) {
      return "";
    }
  }
}

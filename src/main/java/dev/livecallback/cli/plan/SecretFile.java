package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PlainText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Secret as it would be after a file is applied. */
final class SecretFile {
  private static final String PLANNED = "planned";

  private SecretFile() {}

  /**
   * Reads a Secret.
   *
   * @param object the Secret as it would be, from the API server or from the file alone
   * @param there the Secret as it is; null = it doesn't exist, or may not be read
   */
  static Secret of(ObjectNode object, @Nullable Secret there, KubernetesSerialization serialization)
      throws CommandFailedException {
    Secret wanted = read(object, serialization);
    Map<String, String> data =
        new LinkedHashMap<>(Objects.requireNonNullElse(wanted.getData(), Map.of()));
    for (Map.Entry<String, String> each : data.entrySet()) {
      if (!isBase64(each.getValue())) {
        throw new CommandFailedException(
            "%s: data.%s isn't base64: encode it, or put it into stringData."
                .formatted(Manifests.what(object), PlainText.visible(each.getKey())));
      }
    }
    Objects.requireNonNullElse(wanted.getStringData(), Map.<String, String>of())
        .forEach(
            (entry, value) ->
                data.put(
                    entry,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    if (there != null && data.equals(there.getData())) {
      return there;
    }
    Secret changed = new Secret();
    changed.setMetadata(wanted.getMetadata());
    changed.getMetadata().setUid(there == null ? PLANNED : there.getMetadata().getUid());
    changed.getMetadata().setResourceVersion(PLANNED);
    changed.setType(wanted.getType() == null ? "Opaque" : wanted.getType());
    changed.setData(data);
    return changed;
  }

  /** Reads a Secret as a file has it. */
  static Secret read(ObjectNode object, KubernetesSerialization serialization)
      throws CommandFailedException {
    try {
      return serialization.convertValue(object, Secret.class);
    } catch (IllegalArgumentException e) {
      // The exception's message may quote a value.
      throw new CommandFailedException(
          "%s: its data has to be text: put it in quotes.".formatted(Manifests.what(object)));
    }
  }

  private static boolean isBase64(@Nullable String text) {
    if (text == null) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

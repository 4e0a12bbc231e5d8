package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Secret out of a file, as it would be. The API server isn't asked: it would be told the keys.
 */
final class SecretFile {
  private static final String PLANNED = "planned";

  private SecretFile() {}

  /**
   * What the file has, beside what is there already.
   *
   * @param there the Secret as it is; null = it isn't there, or may not be read
   */
  static Secret of(ObjectNode file, @Nullable Secret there, KubernetesSerialization serialization)
      throws CommandFailedException {
    Secret wanted;
    try {
      wanted = serialization.convertValue(file, Secret.class);
    } catch (IllegalArgumentException e) {
      // Its message may quote a value.
      throw new CommandFailedException(
          "%s can't be read: its data has to be text.".formatted(Manifests.what(file)));
    }
    Map<String, String> before =
        there == null ? Map.of() : Objects.requireNonNullElse(there.getData(), Map.of());
    Map<String, String> data = new LinkedHashMap<>(before);
    data.putAll(Objects.requireNonNullElse(wanted.getData(), Map.of()));
    Objects.requireNonNullElse(wanted.getStringData(), Map.<String, String>of())
        .forEach(
            (entry, value) ->
                data.put(
                    entry,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    if (there != null && data.equals(before)) {
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
}
